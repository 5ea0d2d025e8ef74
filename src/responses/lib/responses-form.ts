import type { AnswerForm } from '../../answer/answer-form';
import type { Generation } from '../../protocol/fold-generation';
import type { GatewayError } from '../../protocol/gateway-error';
import type { StreamPart } from '../../protocol/stream-part';
import { compose, type Transform } from '../../protocol/transform';
import type { ResponseDto, ResponseEnvelope, ResponseState } from '../dto/response.dto';
import { toResponse } from './encode-response';
import { SequentialCalls } from './events/sequential-calls';
import { type ResponseEventOptions, ResponseEventTransform } from './events/to-response-events';
import { toOutput } from './output/to-output';
import { toEndState } from './to-response-state';

export interface ResponsesFormOptions extends Pick<ResponseEventOptions, 'seal' | 'clock'> {
  /** Told of the response once it is over, right before the client is. */
  readonly onSettled: (response: ResponseDto) => void;
}

/** An answer as OpenAI's response, or as its events. */
export class ResponsesForm implements AnswerForm {
  private readonly events: ResponseEventTransform;

  constructor(
    private readonly envelope: ResponseEnvelope,
    private readonly options: ResponsesFormOptions,
  ) {
    const { seal, clock } = options;
    const onSettled = (state: ResponseState): void => {
      options.onSettled(toResponse(envelope, state));
    };
    this.events = new ResponseEventTransform(envelope, { seal, clock, onSettled });
  }

  frames(): Transform<StreamPart, string> {
    return compose(new SequentialCalls(), this.events);
  }

  errorFrame(error: GatewayError): string {
    return this.events.fail(error).join('');
  }

  document(generation: Generation): ResponseDto {
    const { usage, finishReason: reason } = generation;
    if (usage === undefined) throw new Error('A finished generation always has a usage.');
    const { seal, clock, onSettled } = this.options;
    const output = toOutput(generation, this.envelope.id, seal);
    const response = toResponse(
      this.envelope,
      toEndState(output, { reason, usage, time: clock() }),
    );
    onSettled(response);
    return response;
  }
}
