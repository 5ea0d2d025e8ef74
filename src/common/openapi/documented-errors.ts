import { getSchemaPath, type HeadersObject, type ResponseObject } from '@nestjs/swagger';
import { type ErrorDto, ErrorResponseDto } from '../dto/error-response.dto';
import { headerReference, RATE_LIMIT_HEADERS } from './documented-headers';

/** What the OpenAPI document says of one kind of error. */
interface DocumentedError {
  /** Name among the document's responses. */
  readonly name: string;
  readonly description: string;
  readonly example: ErrorDto;
  readonly headers?: HeadersObject;
}

const RETRY_AFTER = {
  'retry-after': headerReference('RetryAfter'),
  'retry-after-ms': headerReference('RetryAfterMs'),
};

/** Errors by the status that they are answered with. */
const ERRORS = {
  400: {
    name: 'BadRequest',
    description: 'The request is not valid; `param` names the field.',
    example: {
      message: 'The content must be a string, an array of parts or null.',
      type: 'invalid_request_error',
      param: 'messages[0].content',
      code: null,
    },
  },
  401: {
    name: 'Unauthorized',
    description: 'The API key is missing or not accepted.',
    example: {
      message: 'The API key is not valid.',
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_api_key',
    },
    headers: { 'www-authenticate': headerReference('WwwAuthenticate') },
  },
  404: {
    name: 'NotFound',
    description: 'There is no such model.',
    example: {
      message: "The model 'gpt-4' does not exist.",
      type: 'invalid_request_error',
      param: 'model',
      code: 'model_not_found',
    },
  },
  413: {
    name: 'PayloadTooLarge',
    description: 'The request body is too large.',
    example: {
      message: 'The request body is larger than 16 MiB.',
      type: 'invalid_request_error',
      param: null,
      code: 'payload_too_large',
    },
  },
  415: {
    name: 'UnsupportedMediaType',
    description: 'The request body is not JSON.',
    example: {
      message: 'The request body must be JSON: send "Content-Type: application/json".',
      type: 'invalid_request_error',
      param: null,
      code: 'unsupported_media_type',
    },
  },
  429: {
    name: 'TooManyRequests',
    description:
      'The key has reached a limit of its own, or the upstream limits requests; `retry-after` tells when to come back.',
    example: {
      message: 'This key may make 60 requests per minute. Retry in 13 s.',
      type: 'rate_limit_error',
      param: null,
      code: 'rate_limit_exceeded',
    },
    headers: { ...RETRY_AFTER, ...RATE_LIMIT_HEADERS },
  },
  500: {
    name: 'InternalServerError',
    description: 'The gateway failed. Its log tells why, under the id of the request.',
    example: {
      message: 'The gateway failed to process the request.',
      type: 'server_error',
      param: null,
      code: 'internal_error',
    },
  },
  502: {
    name: 'BadGateway',
    description: 'The upstream failed, refused or sent something unusable.',
    example: {
      message: 'The upstream ended the answer before it was complete.',
      type: 'upstream_error',
      param: null,
      code: 'upstream_incomplete',
    },
    headers: { 'x-should-retry': headerReference('ShouldRetry') },
  },
  503: {
    name: 'ServiceUnavailable',
    description:
      'The gateway or the upstream is overloaded, the upstream is left alone after failures, or the gateway shuts down; `retry-after` tells when to come back.',
    example: {
      message: 'The upstream is overloaded; retry later.',
      type: 'upstream_error',
      param: null,
      code: 'upstream_overloaded',
    },
    headers: RETRY_AFTER,
  },
  504: {
    name: 'GatewayTimeout',
    description: 'The upstream was silent for too long, or the answer took too long.',
    example: {
      message: 'The upstream sent nothing for 120000 ms.',
      type: 'upstream_error',
      param: null,
      code: 'upstream_timeout',
    },
  },
} as const satisfies Readonly<Record<number, DocumentedError>>;

export type DocumentedStatus = keyof typeof ERRORS;

/** The description of an error, by reference: it stands in the document once. */
export function errorReference(status: DocumentedStatus): { readonly $ref: string } {
  return { $ref: `#/components/responses/${ERRORS[status].name}` };
}

/** The descriptions of all errors, as components of the OpenAPI document. */
export function errorResponses(): Record<string, ResponseObject> {
  const errors: readonly DocumentedError[] = Object.values(ERRORS);
  return Object.fromEntries(
    errors.map(({ name, description, example, headers = {} }) => [
      name,
      {
        description,
        headers,
        content: {
          'application/json': {
            schema: { $ref: getSchemaPath(ErrorResponseDto) },
            example: { error: example },
          },
        },
      },
    ]),
  );
}
