import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { newCompactId } from '../../common/ids';
import { parseMessages } from '../../common/openai-dialect/parse-messages';
import { parseToolParameters } from '../../common/openai-dialect/parse-tools';
import type { Settings } from '../../config/validate-environment';
import type { GenerationRequest, Message, TextContent } from '../../protocol/generation-request';
import type { NativeAbilities } from '../../protocol/model-profile';
import type { Rejection } from '../../protocol/rejection';
import type { StreamPart } from '../../protocol/stream-part';
import type { ToolDefinition } from '../../protocol/tool-definition';
import type { Transform } from '../../protocol/transform';
import type {
  PreviewMessageDto,
  ToolPreviewDto,
  ToolPreviewRequestDto,
} from '../dto/tool-preview.dto';
import { addCorrection, addToolPrompt } from '../lib/prompt/add-tool-prompt';
import { CallCheck } from '../lib/checks/check-calls';
import { ToolCallExtractor } from '../lib/extraction/extract-tool-calls';
import { CallShift } from '../lib/checks/shift-calls';
import { foldToolHistory, hasToolHistory } from '../lib/prompt/fold-tool-history';
import { type PromptPolicy, renderDemand } from '../lib/prompt/render-tool-prompt';
import { resolveOfferedTools } from '../lib/prompt/resolve-offered-tools';
import { ToolDirectory } from '../lib/tool-directory';

type ToolAbilities = Pick<NativeAbilities, 'tools' | 'toolChoice'>;

const NO_ABILITIES: ToolAbilities = { tools: false, toolChoice: false };

/** How the tools of one request reach the upstream, and how its calls come back. */
export interface ToolPlan {
  /** The request as the upstream gets it. */
  readonly request: GenerationRequest;
  /** Makes the transform that finds the calls; `rejection` when the answer is a second one. */
  readonly extract:
    ((rejection?: Rejection) => Transform<StreamPart, StreamPart> | undefined) | undefined;
  /** Makes the transform that enforces demands; absent when there are none. */
  readonly check: (() => Transform<StreamPart, StreamPart | Rejection>) | undefined;
  /** The request that asks again after a rejected answer. */
  correct(request: GenerationRequest, rejection: Rejection): GenerationRequest;
}

/** Offers tools to models: natively where the upstream does that, else by prompt. */
@Injectable()
export class ToolsService {
  private readonly format: PromptPolicy['format'];
  private readonly isEnabled: boolean;

  constructor(config: ConfigService<Settings, true>) {
    this.format = config.get('TOOL_PROMPT_FORMAT', { infer: true });
    this.isEnabled = config.get('TOOL_SUPPORT', { infer: true });
  }

  prepare(request: GenerationRequest, abilities: ToolAbilities): ToolPlan {
    const tools = resolveOfferedTools(request);
    const { toolChoice: choice, allowsParallelCalls } = request;
    const format = abilities.tools ? 'glm' : this.format;
    const policy: PromptPolicy = { format, choice, allowsParallelCalls };
    const isDemanding = choice.type !== 'auto' || tools.some((tool) => tool.strict);
    const offers = tools.length > 0;
    const plan = abilities.tools
      ? this.offer(request, tools, abilities.toolChoice)
      : this.emulate(request, tools, policy);
    return {
      check: offers && isDemanding ? () => new CallCheck(tools, choice) : undefined,
      correct: (asked, rejection) => addCorrection(asked, rejection, policy),
      ...plan,
    };
  }

  /** The messages that the upstream would get for a request. */
  preview(body: ToolPreviewRequestDto): ToolPreviewDto {
    const tools = parseToolParameters(body, this.isEnabled);
    const { messages } = this.prepare(
      {
        model: '',
        sampling: {},
        stopSequences: [],
        messages: parseMessages(body.messages),
        outputFormat: { type: 'text' },
        otherParameters: {},
        ...tools,
      },
      NO_ABILITIES,
    ).request;
    return { messages: messages.map(toPreview) };
  }

  /** The model calls by itself; what its server would refuse to demand is asked for in words. */
  private offer(
    request: GenerationRequest,
    tools: readonly ToolDefinition[],
    takesChoice: boolean,
  ): Pick<ToolPlan, 'request' | 'extract'> {
    const { toolChoice: choice, messages } = request;
    const isAsked = choice.type === 'required' || choice.type === 'function';
    const demand: Message = { role: 'system', content: [toText(renderDemand(choice))] };
    return {
      request: {
        ...request,
        tools,
        toolChoice: takesChoice ? choice : { type: 'auto' },
        messages: isAsked && !takesChoice ? [...messages, demand] : messages,
      },
      // The calls of a second answer go on after those that were sent.
      extract: (rejection) =>
        rejection === undefined || rejection.sentCalls === 0
          ? undefined
          : new CallShift(rejection.sentCalls),
    };
  }

  /** The model is told in its prompt how to write calls, and they are read out of its answer. */
  private emulate(
    request: GenerationRequest,
    tools: readonly ToolDefinition[],
    policy: PromptPolicy,
  ): Pick<ToolPlan, 'request' | 'extract'> {
    if (tools.length === 0) return { request: this.fold(request), extract: undefined };
    const directory = new ToolDirectory(tools);
    return {
      request: { ...addToolPrompt(request, tools, policy), tools: [] },
      extract: (rejection) =>
        new ToolCallExtractor({
          tools: directory,
          allowsParallelCalls: request.allowsParallelCalls,
          newId: () => `call_${newCompactId().slice(0, 24)}`,
          firstIndex: rejection?.sentCalls ?? 0,
        }),
    };
  }

  private fold(request: GenerationRequest): GenerationRequest {
    const { messages } = request;
    if (!hasToolHistory(messages)) return request;
    return { ...request, messages: foldToolHistory(messages, this.format) };
  }
}

function toText(text: string): TextContent {
  return { type: 'text', text };
}

function toPreview({ role, content }: Message): PreviewMessageDto {
  const texts = content.map((part) => (part.type === 'text' ? part.text : '[image]'));
  return { role, content: texts.join('\n') };
}
