import type {
  AnthropicModelCapabilitiesDto,
  AnthropicModelDto,
  CapabilitySupportDto,
} from '../dto/anthropic-model.dto';
import type { ListedModel } from './alias-table';

/** Of the year 9999, in Unix seconds. */
const LAST_SECOND = 253_402_300_799;

/** Anthropic's model object. An alias is shown as the model that it stands for. */
export function toAnthropicModel(model: ListedModel): AnthropicModelDto {
  return {
    type: 'model',
    id: model.id,
    display_name: model.aliasOf ?? model.id,
    created_at: toDateTime(model.created),
    max_input_tokens: model.contextWindow,
    max_tokens: model.maxOutputTokens,
    capabilities: toCapabilities(model),
    lifecycle: 'active',
    line: null,
    deprecated_at: null,
    retires_at: null,
  };
}

function toCapabilities({
  capabilities: { thinking, vision },
  features,
}: ListedModel): AnthropicModelCapabilitiesDto {
  const effort = supported(features.reasoningEffort);
  return {
    batch: supported(false),
    citations: supported(false),
    code_execution: supported(false),
    context_management: {
      ...supported(false),
      clear_thinking_20251015: null,
      clear_tool_uses_20250919: null,
      compact_20260112: null,
    },
    effort: { ...effort, low: effort, medium: effort, high: effort, xhigh: effort, max: effort },
    image_input: supported(vision),
    pdf_input: supported(false),
    server_tools: {
      ...supported(false),
      code_execution: supported(false),
      web_search: supported(false),
    },
    structured_outputs: supported(true),
    thinking: {
      ...supported(thinking),
      types: {
        adaptive: supported(thinking),
        between_tools: supported(false),
        disabled: supported(true),
        enabled: supported(thinking),
      },
    },
  };
}

/** RFC 3339 without a fraction, as Anthropic writes it. It knows no years beyond 9999. */
function toDateTime(seconds: number): string {
  const date = new Date(Math.min(seconds, LAST_SECOND) * 1000);
  return date.toISOString().replace('.000Z', 'Z');
}

function supported(isSupported: boolean): CapabilitySupportDto {
  return { supported: isSupported };
}
