import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { ErrorResponseDto } from '../dto/error-response.dto';

const DESCRIPTIONS = {
  400: 'The request is not valid; `param` names the field.',
  401: 'The API key is missing or not accepted.',
  404: 'There is no such model.',
  413: 'The request body is too large.',
  415: 'The request body is not JSON.',
  429: 'The upstream limits requests; `retry-after` tells when to come back.',
  502: 'The upstream failed, refused or sent something unusable.',
  503: 'The upstream is overloaded; `retry-after` tells when to come back.',
  504: 'The upstream was silent for too long.',
} as const;

/** Documents error answers in OpenAI's shape. */
export function ApiErrors(...statuses: readonly (keyof typeof DESCRIPTIONS)[]): MethodDecorator {
  return applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({ status, description: DESCRIPTIONS[status], type: ErrorResponseDto }),
    ),
  );
}
