import type { ResponseDto, ResponseEnvelope, ResponseState } from '../dto/response.dto';

/** The whole response. */
export function toResponse(envelope: ResponseEnvelope, state: ResponseState): ResponseDto {
  return { ...envelope, ...state };
}

/** Encodes the states of one response: the envelope, with all its tools, is encoded once. */
export class ResponseEncoder {
  private head: string | undefined;

  constructor(private readonly envelope: ResponseEnvelope) {}

  encode(state: ResponseState): string {
    this.head ??= JSON.stringify(this.envelope).slice(0, -1);
    return `${this.head},${JSON.stringify(state).slice(1)}`;
  }
}
