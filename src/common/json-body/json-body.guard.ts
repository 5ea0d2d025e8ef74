import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { json, type Request, type Response } from 'express';
import type { Settings } from '../../config/validate-environment';
import { GatewayError, type GatewayErrorKind } from '../../protocol/gateway-error';
import { isJsonObject } from '../../protocol/json/safe-parse-json';
import { type RequestContext, requestContext } from '../http/request-context';

const MEBIBYTE = 1024 * 1024;

/** UTF-16 units of a model's name that are kept. */
const MAX_MODEL = 100;

/**
 * Lets a request pass when its JSON body could be read. The last of the guards: a caller without a
 * key, or beyond its limits, cannot make the gateway read anything
 * (docs/decisions/0006-body-after-guards.md).
 */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  private readonly parse: ReturnType<typeof json>;
  /** Bytes. */
  private readonly limit: number;

  constructor(config: ConfigService<Settings, true>) {
    this.limit = config.get('BODY_LIMIT_MB', { infer: true }) * MEBIBYTE;
    this.parse = json({ limit: this.limit, type: isJsonType, verify: noteLength });
  }

  canActivate(context: ExecutionContext): true | Promise<true> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (request.method !== 'POST') return true;
    if (!isJsonType(request)) {
      throw new GatewayError(
        'unsupported-media-type',
        'The request body must be JSON: send "Content-Type: application/json".',
        { code: 'unsupported_media_type' },
      );
    }
    return this.read(request, http.getResponse<Response>());
  }

  private read(request: Request, response: Response): Promise<true> {
    return new Promise((resolve, reject) => {
      // Express reads a body that is too large to its end before it complains: we do not wait.
      const refuse = (): void => {
        reject(toBodyError({ type: 'entity.too.large' }, this.limit));
      };
      if (Number(request.headers['content-length']) > this.limit) {
        refuse();
        return;
      }
      const exchange = requestContext(response);
      request.once('end', () => exchange.meter?.received());
      let length = 0;
      request.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > this.limit) refuse();
      });
      this.parse(request, response, (error?: unknown) => {
        if (error !== undefined) {
          reject(toBodyError(error, this.limit));
          return;
        }
        noteQuestion(exchange, request.body);
        resolve(true);
      });
    });
  }
}

/** Express calls this with the decoded body, whatever the headers say of its length. */
function noteLength(_request: unknown, response: unknown, body: Buffer): void {
  requestContext(response as Response).bodyBytes = body.length;
}

/** What logs and metrics say of a request, also of one that is refused for the rest of its body. */
function noteQuestion(exchange: RequestContext, body: unknown): void {
  if (!isJsonObject(body)) return;
  const { model, stream } = body;
  if (typeof model === 'string') exchange.model = model.slice(0, MAX_MODEL);
  exchange.isStream = stream === true;
}

const KINDS: ReadonlyMap<unknown, GatewayErrorKind> = new Map([
  ['entity.too.large', 'payload-too-large'],
  ['encoding.unsupported', 'unsupported-media-type'],
  ['charset.unsupported', 'unsupported-media-type'],
  ['request.aborted', 'client-gone'],
]);

/** Express names what went wrong with a body in `type`. */
function toBodyError(error: unknown, limit: number): GatewayError {
  const type = (error as { readonly type?: unknown } | null)?.type;
  const kind = KINDS.get(type) ?? 'invalid-request';
  const messages: Readonly<Partial<Record<GatewayErrorKind, string>>> = {
    'payload-too-large': `The request body is larger than ${String(limit / MEBIBYTE)} MiB.`,
    'unsupported-media-type': 'The encoding or charset of the request body is not supported.',
    'client-gone': 'The client left before its request was complete.',
  };
  return new GatewayError(kind, messages[kind] ?? 'The request body is not valid JSON.', {
    code: kind === 'invalid-request' ? 'invalid_json' : kind.replaceAll('-', '_'),
    cause: error,
  });
}

/** A request that does not say what it sends is taken by its word: the body must be JSON anyway. */
function isJsonType(request: { readonly headers: Request['headers'] }): boolean {
  const type = request.headers['content-type'];
  return type === undefined || /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type);
}
