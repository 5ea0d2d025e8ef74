import { invalidRequest } from '../../protocol/gateway-error';
import type { CreateResponseDto } from '../dto/create-response.dto';

/** Refuses what would change the meaning of the answer: ignoring it would give a wrong one. */
export function refuseUnsupported(request: CreateResponseDto): void {
  const body = request as unknown as Readonly<Record<string, unknown>>;
  const refuse = (param: string, what: string): never => {
    throw invalidRequest(`${what} is not supported.`, param, 'unsupported_parameter');
  };
  if (body['background'] === true) refuse('background', 'Answering in the background');
  if (body['conversation'] !== undefined) {
    refuse('conversation', 'Keeping conversations other than by previous_response_id');
  }
  if (body['prompt'] !== undefined) refuse('prompt', 'Naming a prompt that is kept elsewhere');
  if ((body['top_logprobs'] ?? 0) !== 0) refuse('top_logprobs', 'Reporting log probabilities');
  if (body['input'] === undefined && request.previous_response_id === undefined) {
    throw invalidRequest(
      'There must be an input, or a previous_response_id to go on with.',
      'input',
      'missing_required_parameter',
    );
  }
}
