/** OpenAI's error object: all four keys are always there. */
export class ErrorDto {
  /** @example The API key is not valid. */
  message!: string;
  /** @example invalid_request_error */
  type!: string;
  /** The request field at fault. @example messages[2].content */
  param!: string | null;
  /** @example invalid_api_key */
  code!: string | null;
}

export class ErrorResponseDto {
  error!: ErrorDto;
}
