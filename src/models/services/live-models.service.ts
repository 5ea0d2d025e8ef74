import { HttpService } from '@nestjs/axios';
import { Injectable, Logger } from '@nestjs/common';
import { catchError, forkJoin, map, type Observable, of, timeout } from 'rxjs';
import type { OpenAiUpstream } from '../../config/upstreams/upstream-definition';
import type { LiveModel } from '../lib/build-catalogue';
import { parseModelList } from '../lib/parse-model-list';

/** Milliseconds: clients wait for the answer. */
const TIMEOUT = 5_000;

/** Bytes; a list of a thousand models has about 300 thousand. */
const MAX_ANSWER = 2 * 1024 * 1024;

type LiveModels = ReadonlyMap<string, readonly LiveModel[]>;

/** Asks OpenAI-style upstreams which models they serve. */
@Injectable()
export class LiveModelsService {
  private readonly logger = new Logger(LiveModelsService.name);

  constructor(private readonly http: HttpService) {}

  /** Cold, never fails: the lists by upstream name, without those of upstreams that do not answer. */
  fetch(upstreams: readonly OpenAiUpstream[]): Observable<LiveModels> {
    if (upstreams.length === 0) return of(new Map<string, readonly LiveModel[]>());
    return forkJoin(upstreams.map((upstream) => this.fetchOne(upstream))).pipe(
      map(
        (lists) =>
          new Map(
            lists.flatMap((list, position) => {
              const name = upstreams[position]?.name;
              return list === undefined || name === undefined ? [] : [[name, list] as const];
            }),
          ),
      ),
    );
  }

  private fetchOne({
    name,
    url,
    apiKeys: [key],
  }: OpenAiUpstream): Observable<readonly LiveModel[] | undefined> {
    const address = new URL(url);
    address.pathname = address.pathname.replace(/chat\/completions$/, 'models');
    return this.http
      .get<unknown>(address.href, {
        maxContentLength: MAX_ANSWER,
        maxRedirects: 0,
        proxy: false,
        headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      })
      .pipe(
        // The client's own time-out would start again with every byte.
        timeout({ first: TIMEOUT }),
        map(({ data }) => parseModelList(data)),
        catchError(() => {
          this.logger.warn({ event: 'model_list_failed', upstream: name });
          return of(undefined);
        }),
      );
  }
}
