import type {
  ContentPart,
  GenerationRequest,
  Message,
} from '../../../../protocol/generation-request';
import type { ModelProfile } from '../../../../protocol/model-profile';

/** Everything of a web request that is not determined by the call itself. */
export interface WebRequestIds {
  /** UUIDs: ids made from the time collide for requests of the same second. */
  readonly chatId: string;
  readonly messageId: string;
  /** Local time as `YYYY-MM-DD HH:MM:SS`. */
  readonly dateTime: string;
}

/** What to ask, of which model. */
export interface WebGeneration {
  readonly request: GenerationRequest;
  readonly profile: ModelProfile;
  readonly modelId: string;
}

type WebContent = string | readonly Readonly<Record<string, unknown>>[];

interface WebMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: WebContent;
}

/** The body of `POST /api/chat/completions` of the web protocol. Tool history is already folded. */
export function buildWebRequest(
  { request, profile, modelId }: WebGeneration,
  ids: WebRequestIds,
): Readonly<Record<string, unknown>> {
  const thinks =
    profile.capabilities.thinking && (request.thinking ?? profile.thinksByDefault ?? false);
  return {
    stream: true,
    model: modelId,
    messages: request.messages.map(toWebMessage),
    params: toParams(request),
    chat_id: ids.chatId,
    id: ids.messageId,
    features: {
      image_generation: false,
      web_search: profile.searches,
      auto_web_search: profile.searches,
      preview_mode: false,
      flags: [],
      features: [],
      enable_thinking: thinks,
    },
    background_tasks: { title_generation: false, tags_generation: false },
    mcp_servers: profile.searches ? ['deep-web-search'] : [],
    tool_servers: [],
    model_item: { id: modelId, name: profile.id, owned_by: 'openai' },
    variables: {
      '{{USER_NAME}}': 'User',
      '{{USER_LOCATION}}': 'Unknown',
      '{{CURRENT_DATETIME}}': ids.dateTime,
    },
  };
}

function toParams({ sampling }: GenerationRequest): Readonly<Record<string, number | undefined>> {
  return {
    temperature: sampling.temperature,
    top_p: sampling.topP,
    max_tokens: sampling.maxOutputTokens,
  };
}

function toWebMessage(message: Message): WebMessage {
  const role = message.role === 'tool' ? 'user' : message.role;
  return { role, content: toWebContent(message.content) };
}

function toWebContent(content: readonly ContentPart[]): WebContent {
  const hasImage = content.some((part) => part.type === 'image');
  if (!hasImage) return content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
  return content.map((part) =>
    part.type === 'text'
      ? { type: 'text', text: part.text }
      : { type: 'image_url', image_url: { url: part.url, detail: part.detail } },
  );
}
