import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';
import { ErrorResponseDto } from '../dto/error-response.dto';
import { type DocumentedStatus, errorReference } from '../openapi/documented-errors';

/** Documents the errors that an operation may answer with, in OpenAI's shape. */
export function ApiErrors(...statuses: readonly DocumentedStatus[]): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(ErrorResponseDto),
    ...statuses.map((status) => {
      // The decorator's type knows no references; the document it writes may hold them.
      const options: ApiResponseOptions & { readonly $ref: string } = {
        status,
        ...errorReference(status),
      };
      return ApiResponse(options);
    }),
  );
}
