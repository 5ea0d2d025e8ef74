import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { newCompactId } from '../../common/ids';
import { parseMessages } from '../../common/openai-dialect/parse-messages';
import { parseToolParameters } from '../../common/openai-dialect/parse-tools';
import type { Settings } from '../../config/validate-environment';
import type { GenerationRequest, Message } from '../../protocol/generation-request';
import type { Rejection } from '../../protocol/rejection';
import type { StreamPart } from '../../protocol/stream-part';
import type { Transform } from '../../protocol/transform';
import type {
  PreviewMessageDto,
  ToolPreviewDto,
  ToolPreviewRequestDto,
} from '../dto/tool-preview.dto';
import { addCorrection, addToolPrompt } from '../lib/prompt/add-tool-prompt';
import { CallCheck } from '../lib/checks/check-calls';
import { ToolCallExtractor } from '../lib/extraction/extract-tool-calls';
import { foldToolHistory, hasToolHistory } from '../lib/prompt/fold-tool-history';
import type { PromptPolicy } from '../lib/prompt/render-tool-prompt';
import { resolveOfferedTools } from '../lib/prompt/resolve-offered-tools';
import { ToolDirectory } from '../lib/tool-directory';

/** How the tools of one request are emulated. */
export interface ToolPlan {
  /** The request as the upstream gets it: history and tools as text. */
  readonly request: GenerationRequest;
  /** Absent when no tools are offered: then nothing is searched. */
  readonly emulation: ToolEmulation | undefined;
}

export interface ToolEmulation {
  /** Makes the transform that finds the calls; `rejection` when the answer is a second one. */
  extract(rejection?: Rejection): Transform<StreamPart, StreamPart>;
  /** Makes the transform that enforces demands; absent when there are none. */
  readonly check: (() => Transform<StreamPart, StreamPart | Rejection>) | undefined;
  /** The request that asks again after a rejected answer. */
  correct(rejection: Rejection): GenerationRequest;
}

/** Gives function calling to models that have none, by prompt. */
@Injectable()
export class ToolsService {
  private readonly format: PromptPolicy['format'];
  private readonly isEnabled: boolean;

  constructor(config: ConfigService<Settings, true>) {
    this.format = config.get('TOOL_PROMPT_FORMAT', { infer: true });
    this.isEnabled = config.get('TOOL_SUPPORT', { infer: true });
  }

  prepare(request: GenerationRequest): ToolPlan {
    const tools = resolveOfferedTools(request);
    if (tools.length === 0) return { request: this.fold(request), emulation: undefined };
    const { toolChoice: choice, allowsParallelCalls } = request;
    const policy: PromptPolicy = { format: this.format, choice, allowsParallelCalls };
    const prompted = addToolPrompt(request, tools, policy);
    const isDemanding = choice.type !== 'auto' || tools.some((tool) => tool.strict);
    const directory = new ToolDirectory(tools);
    return {
      request: prompted,
      emulation: {
        extract: (rejection) =>
          new ToolCallExtractor({
            tools: directory,
            allowsParallelCalls,
            newId: () => `call_${newCompactId().slice(0, 24)}`,
            firstIndex: rejection?.sentCalls ?? 0,
          }),
        check: isDemanding ? () => new CallCheck(tools, choice) : undefined,
        correct: (rejection) => addCorrection(prompted, rejection, policy),
      },
    };
  }

  /** The messages that the upstream would get for a request. */
  preview(body: ToolPreviewRequestDto): ToolPreviewDto {
    const tools = parseToolParameters(body, this.isEnabled);
    const { messages } = this.prepare({
      model: '',
      sampling: {},
      stopSequences: [],
      messages: parseMessages(body.messages),
      outputFormat: { type: 'text' },
      otherParameters: {},
      ...tools,
    }).request;
    return { messages: messages.map(toPreview) };
  }

  private fold(request: GenerationRequest): GenerationRequest {
    const { messages } = request;
    if (!hasToolHistory(messages)) return request;
    return { ...request, messages: foldToolHistory(messages, this.format) };
  }
}

function toPreview({ role, content }: Message): PreviewMessageDto {
  const texts = content.map((part) => (part.type === 'text' ? part.text : '[image]'));
  return { role, content: texts.join('\n') };
}
