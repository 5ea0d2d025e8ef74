import { ApiSchema } from '@nestjs/swagger';

@ApiSchema({
  name: 'ErrorObject',
  description: "OpenAI's error object: all four keys are always there.",
})
export class ErrorDto {
  /** What went wrong, for humans. @example "The API key is not valid." */
  message!: string;
  /** Class of the error. @example invalid_request_error */
  type!: string;
  /** The request field at fault. @example messages[2].content */
  param!: string | null;
  /** Machine-readable reason. @example invalid_api_key */
  code!: string | null;
}

@ApiSchema({ description: 'The body of every error.' })
export class ErrorResponseDto {
  error!: ErrorDto;
}
