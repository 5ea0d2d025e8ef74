import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';
import { AnthropicErrorResponseDto } from '../dto/anthropic-error-response.dto';
import {
  anthropicErrorReference,
  type DocumentedAnthropicStatus,
} from '../openapi/documented-anthropic-errors';

/** Documents the errors that an operation may answer with, in Anthropic's shape. */
export function ApiAnthropicErrors(
  ...statuses: readonly DocumentedAnthropicStatus[]
): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(AnthropicErrorResponseDto),
    ...statuses.map((status) => {
      // The decorator's type knows no references; the document it writes may hold them.
      const options: ApiResponseOptions & { readonly $ref: string } = {
        status,
        ...anthropicErrorReference(status),
      };
      return ApiResponse(options);
    }),
  );
}
