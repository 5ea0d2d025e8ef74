import type {
  FinishPart,
  StreamPart,
  TokenUsage,
  ToolInputStartPart,
} from '../../protocol/stream-part';
import type { Transform } from '../../protocol/transform';
import type {
  ChatChunkChoiceDto,
  ChatCompletionChunkDto,
  ChatDeltaDto,
  ToolCallDeltaDto,
} from '../dto/chat-completion-chunk.dto';
import type { AnnotationDto } from '../dto/chat-completion.dto';
import { toAnnotation, toFinishReason } from './chat-vocabulary';
import { toUsage } from './to-usage';

/** What all chunks of one answer have in common. */
export interface ChatEnvelope {
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
  readonly model: string;
}

/**
 * Maps the parts of a generation to OpenAI's chunks.
 *
 * Input: parts as `enforceLifecycle` gives them. Output: the role first, then one chunk per delta,
 * one chunk with the finish reason, and with `includeUsage` one with the usage. Holds back usage and
 * annotations until the finish. Throws the `GatewayError` of an error part.
 */
export class ChatChunkTransform implements Transform<StreamPart, ChatCompletionChunkDto> {
  private hasRole = false;
  private usage: TokenUsage | undefined;
  private annotations: AnnotationDto[] = [];

  constructor(
    private readonly envelope: ChatEnvelope,
    private readonly includeUsage: boolean,
  ) {}

  push(part: StreamPart): readonly ChatCompletionChunkDto[] {
    switch (part.type) {
      case 'text':
        return this.withRole({ content: part.text });
      case 'reasoning':
        return this.withRole({ reasoning_content: part.text });
      case 'tool-input-start':
        return this.withRole({ tool_calls: [toStartDelta(part)] });
      case 'tool-input-delta':
        return this.withRole({
          tool_calls: [{ index: part.index, function: { arguments: part.delta } }],
        });
      case 'citations':
        this.annotations = part.citations.map(toAnnotation);
        return [];
      case 'usage':
        this.usage = part.usage;
        return [];
      case 'finish':
        return this.finish(part);
      case 'error':
        throw part.error;
      case 'start':
      case 'tool-input-end':
      case 'rewrite':
      case 'source':
        return [];
    }
  }

  flush(): readonly ChatCompletionChunkDto[] {
    return [];
  }

  private withRole(
    delta: ChatDeltaDto,
    finish: ChatChunkChoiceDto['finish_reason'] = null,
  ): readonly ChatCompletionChunkDto[] {
    const chunk = this.chunk([{ index: 0, delta, finish_reason: finish }]);
    if (this.hasRole) return [chunk];
    this.hasRole = true;
    const role: ChatDeltaDto = { role: 'assistant', content: '' };
    return [this.chunk([{ index: 0, delta: role, finish_reason: null }]), chunk];
  }

  private finish({ reason }: FinishPart): readonly ChatCompletionChunkDto[] {
    const { annotations, usage } = this;
    const last = this.withRole(
      annotations.length > 0 ? { annotations } : {},
      toFinishReason(reason),
    );
    return this.includeUsage && usage !== undefined
      ? [...last, Object.assign(this.chunk([]), { usage: toUsage(usage) })]
      : last;
  }

  private chunk(choices: ChatChunkChoiceDto[]): ChatCompletionChunkDto {
    const { id, created, model } = this.envelope;
    return { id, object: 'chat.completion.chunk', created, model, choices };
  }
}

function toStartDelta({ index, id, name }: ToolInputStartPart): ToolCallDeltaDto {
  return { index, id, type: 'function', function: { name, arguments: '' } };
}
