import { getSchemaPath, type HeadersObject, type ResponseObject } from '@nestjs/swagger';
import { GatewayError } from '../../protocol/gateway-error';
import { AnthropicErrorResponseDto } from '../dto/anthropic-error-response.dto';
import { toAnthropicError } from '../filters/to-anthropic-error';
import { headerReference, RATE_LIMIT_HEADERS } from './documented-headers';

interface DocumentedError {
  /** Name among the document's responses. */
  readonly name: string;
  readonly description: string;
  readonly example: GatewayError;
  readonly headers?: HeadersObject;
}

const REQUEST_ID = 'c1f0a6a2-6f0e-4d53-9d1c-3f6f6c1f9b3e';

const RETRY_AFTER = {
  'retry-after': headerReference('RetryAfter'),
  'retry-after-ms': headerReference('RetryAfterMs'),
};

/** Errors of the Messages API by the status that they are answered with. */
const ERRORS = {
  400: {
    name: 'MessagesBadRequest',
    description: 'The request is not valid; the message begins with the field.',
    example: new GatewayError('invalid-request', 'Field required', { param: 'max_tokens' }),
  },
  401: {
    name: 'MessagesUnauthorized',
    description: 'The API key is missing or not accepted.',
    example: new GatewayError('unauthenticated', 'The API key is not valid.', {
      code: 'invalid_api_key',
    }),
    headers: { 'www-authenticate': headerReference('WwwAuthenticate') },
  },
  404: {
    name: 'MessagesNotFound',
    description: 'There is no such model.',
    example: new GatewayError('not-found', "The model 'no-model' does not exist.", {
      param: 'model',
      code: 'model_not_found',
    }),
  },
  413: {
    name: 'MessagesRequestTooLarge',
    description: 'The request body is too large.',
    example: new GatewayError('payload-too-large', 'The request body is larger than 16 MiB.', {
      code: 'payload_too_large',
    }),
  },
  415: {
    name: 'MessagesUnsupportedMediaType',
    description: 'The request body is not JSON.',
    example: new GatewayError(
      'unsupported-media-type',
      'The request body must be JSON: send "Content-Type: application/json".',
      { code: 'unsupported_media_type' },
    ),
  },
  429: {
    name: 'MessagesTooManyRequests',
    description:
      'The key has reached a limit of its own, or the upstream limits requests; `retry-after` tells when to come back.',
    example: new GatewayError(
      'rate-limited',
      'This key may make 60 requests per minute. Retry in 13 s.',
      { code: 'rate_limit_exceeded' },
    ),
    headers: { ...RETRY_AFTER, ...RATE_LIMIT_HEADERS },
  },
  500: {
    name: 'MessagesApiError',
    description: 'The gateway failed. Its log tells why, under the id of the request.',
    example: new GatewayError('internal', 'The gateway failed to process the request.', {
      code: 'internal_error',
    }),
  },
  502: {
    name: 'MessagesBadGateway',
    description: 'The upstream failed, refused or sent something unusable.',
    example: new GatewayError(
      'upstream-failed',
      'The upstream ended the answer before it was complete.',
      { code: 'upstream_incomplete' },
    ),
    headers: { 'x-should-retry': headerReference('ShouldRetry') },
  },
  503: {
    name: 'MessagesServiceUnavailable',
    description: 'The gateway shuts down; `retry-after` tells when to come back.',
    example: new GatewayError('shutting-down', 'The gateway is shutting down.', {
      code: 'shutting_down',
    }),
    headers: RETRY_AFTER,
  },
  504: {
    name: 'MessagesTimeout',
    description: 'The upstream was silent for too long, or the answer took too long.',
    example: new GatewayError('upstream-timeout', 'The upstream sent nothing for 120000 ms.', {
      code: 'upstream_timeout',
    }),
  },
  529: {
    name: 'MessagesOverloaded',
    description:
      'The gateway or the upstream is overloaded, or the upstream is left alone after failures; `retry-after` tells when to come back.',
    example: new GatewayError('upstream-overloaded', 'The upstream is overloaded; retry later.', {
      code: 'upstream_overloaded',
    }),
    headers: RETRY_AFTER,
  },
} as const satisfies Readonly<Record<number, DocumentedError>>;

export type DocumentedAnthropicStatus = keyof typeof ERRORS;

/** The description of an error, by reference: it stands in the document once. */
export function anthropicErrorReference(status: DocumentedAnthropicStatus): {
  readonly $ref: string;
} {
  return { $ref: `#/components/responses/${ERRORS[status].name}` };
}

/** The descriptions of all errors of the Messages API, as components of the OpenAPI document. */
export function anthropicErrorResponses(): Record<string, ResponseObject> {
  const errors: readonly DocumentedError[] = Object.values(ERRORS);
  return Object.fromEntries(
    errors.map(({ name, description, example, headers = {} }) => [
      name,
      {
        description,
        headers: { 'request-id': headerReference('AnthropicRequestId'), ...headers },
        content: {
          'application/json': {
            schema: { $ref: getSchemaPath(AnthropicErrorResponseDto) },
            example: toAnthropicError(example, REQUEST_ID),
          },
        },
      },
    ]),
  );
}
