import type { HttpService } from '@nestjs/axios';
import { Logger } from '@nestjs/common';
import { catchError, defer, map, type Observable, of, throwError } from 'rxjs';
import { now } from '../../../common/clock';
import { GatewayError } from '../../../protocol/gateway-error';
import { isJsonObject } from '../../../protocol/json/safe-parse-json';
import { OFFICIAL_API_ADVICE } from './lib/web-failure';

/** Milliseconds. */
const TOKEN_TIMEOUT = 10_000;

/** Bytes of a token answer; the real one has about 500. */
const MAX_TOKEN_ANSWER = 64 * 1024;

/** The credential of one upstream request. */
export interface WebCredential {
  /** Absent when neither anonymous mode nor a backup token gives one. */
  readonly token: string | undefined;
  /** Whether a fresh one can be fetched when the upstream refuses this one. */
  readonly isRenewable: boolean;
}

/** Where tokens come from. */
export interface WebCredentialOptions {
  /** Address of the chat endpoint. */
  readonly url: URL;
  readonly isAnonymous: boolean;
  /** Empty when there is none. */
  readonly backupToken: string;
  /** Milliseconds for which a guest token is used again. */
  readonly timeToLive: number;
}

/**
 * Gives the token of an upstream request: a guest token in anonymous mode, so that requests share no
 * conversation, else the backup token.
 */
export class WebCredentials {
  private readonly logger = new Logger(WebCredentials.name);
  private readonly guestUrl: string;
  private cached: { readonly token: string; readonly expires: number } | undefined;

  constructor(
    private readonly http: HttpService,
    private readonly options: WebCredentialOptions,
  ) {
    this.guestUrl = new URL('/api/v1/auths/', options.url).href;
  }

  /** Cold. Fails with a `GatewayError` when no guest token can be had and there is no backup. */
  acquire(): Observable<WebCredential> {
    if (!this.options.isAnonymous) return of(this.backup());
    return defer(() => {
      const cached = this.cached;
      if (cached !== undefined && cached.expires > now()) return of(cached.token);
      return this.fetchGuestToken();
    }).pipe(
      map((token): WebCredential => ({ token, isRenewable: true })),
      catchError((error: unknown) => this.fallBack(error)),
    );
  }

  /** Forgets a token that the upstream refused. */
  discard(credential: WebCredential): void {
    if (this.cached?.token === credential.token) this.cached = undefined;
  }

  private backup(): WebCredential {
    const token = this.options.backupToken.length > 0 ? this.options.backupToken : undefined;
    return { token, isRenewable: false };
  }

  private fallBack(error: unknown): Observable<WebCredential> {
    this.logger.warn('No guest token could be fetched from the upstream.');
    if (this.options.backupToken.length > 0) return of(this.backup());
    return throwError(
      () =>
        new GatewayError(
          'upstream-failed',
          `The upstream gave no guest token and no BACKUP_TOKEN is set. ${OFFICIAL_API_ADVICE}`,
          { code: 'upstream_refused', cause: error },
        ),
    );
  }

  private fetchGuestToken(): Observable<string> {
    return this.http
      .get<unknown>(this.guestUrl, {
        timeout: TOKEN_TIMEOUT,
        maxContentLength: MAX_TOKEN_ANSWER,
        maxRedirects: 0,
        proxy: false,
      })
      .pipe(
        map(({ data }) => {
          const token = isJsonObject(data) ? data['token'] : undefined;
          if (typeof token !== 'string' || !/^[\x21-\x7e]{1,8192}$/.test(token)) {
            throw new Error('The answer holds no token.');
          }
          if (this.options.timeToLive > 0)
            this.cached = { token, expires: now() + this.options.timeToLive };
          return token;
        }),
      );
  }
}
