import { parseContent } from '../../../common/openai-dialect/parse-content';
import { toToolCall } from '../../../common/openai-dialect/parse-messages';
import { invalidRequest } from '../../../protocol/gateway-error';
import type { ContentPart, Message, ToolCall } from '../../../protocol/generation-request';
import { asString } from '../../../protocol/json/safe-parse-json';
import { isClientCallOutput, parseClientOutput, toClientCall } from './client-calls';
import { parseReasoning, type Unseal } from './parse-reasoning';
import type { InputItem } from './to-input-items';

/** What the items of a conversation amount to. */
export interface ParsedItems {
  readonly messages: readonly Message[];
  /** Paths of what has no effect. */
  readonly ignored: readonly string[];
}

/** Items without which the conversation would mean something else. */
const REFUSED: ReadonlySet<unknown> = new Set([
  'compaction',
  'compaction_summary',
  'computer_call_output',
  'mcp_approval_response',
]);

/** What a model said and did between two messages of others. */
interface Turn {
  readonly reasoning: string[];
  readonly content: ContentPart[];
  readonly toolCalls: ToolCall[];
}

/**
 * Maps the items of a conversation to messages. What an assistant thinks, says and calls without a word
 * from others is one message. Throws a `GatewayError` that names the item at fault.
 */
export class ItemParser {
  private readonly messages: Message[] = [];
  private readonly ignored: string[] = [];
  private turn: Turn | undefined;

  constructor(private readonly unseal: Unseal) {}

  /** Adds the item that stands at `path`, such as `input[2]`. */
  add(item: InputItem, path: string): void {
    switch (item['type']) {
      case 'message':
        this.addMessage(item, path);
        return;
      case 'reasoning':
        this.addReasoning(item, path);
        return;
      case 'function_call':
        this.said.toolCalls.push(toToolCall(callIdOf(item), item, path));
        return;
      case 'function_call_output':
        this.addOutput(requireCallId(item, path), parseContent(item['output'], `${path}.output`));
        return;
      default:
        this.addOther(item, path);
    }
  }

  result(): ParsedItems {
    this.endTurn();
    return { messages: this.messages, ignored: this.ignored };
  }

  private addMessage(item: InputItem, path: string): void {
    const content = parseContent(item['content'], `${path}.content`);
    switch (item['role']) {
      case 'assistant':
        this.said.content.push(...content);
        return;
      case 'user':
        this.endTurn();
        this.messages.push({ role: 'user', content });
        return;
      case 'system':
      case 'developer':
        this.endTurn();
        this.messages.push({ role: 'system', content });
        return;
      default:
        throw invalidRequest(
          'The role must be one of user, assistant, system, developer.',
          `${path}.role`,
        );
    }
  }

  private addReasoning(item: InputItem, path: string): void {
    const { text, isForeign } = parseReasoning(item, this.unseal);
    if (isForeign) this.ignored.push(`${path}.encrypted_content`);
    if (text.length > 0) this.said.reasoning.push(text);
  }

  private addOutput(toolCallId: string, content: readonly ContentPart[]): void {
    this.endTurn();
    this.messages.push({ role: 'tool', toolCallId, content });
  }

  private addOther(item: InputItem, path: string): void {
    const call = toClientCall(item);
    if (call !== undefined) this.said.toolCalls.push(call);
    else if (isClientCallOutput(item)) {
      this.addOutput(callIdOf(item), parseClientOutput(item['output'], `${path}.output`));
    } else if (typeof item['type'] !== 'string') {
      throw invalidRequest('An input item must have a type or a role.', `${path}.type`);
    } else if (REFUSED.has(item['type'])) {
      throw invalidRequest(
        `Items of type '${item['type']}' are not supported.`,
        path,
        'unsupported_item',
      );
    } else this.ignored.push(path);
  }

  private get said(): Turn {
    this.turn ??= { reasoning: [], content: [], toolCalls: [] };
    return this.turn;
  }

  private endTurn(): void {
    if (this.turn === undefined) return;
    const { reasoning, content, toolCalls } = this.turn;
    this.turn = undefined;
    // Reasoning that led to nothing is no message.
    if (content.length === 0 && toolCalls.length === 0) return;
    this.messages.push({
      role: 'assistant',
      content,
      // As the model said it, which may have been in several items.
      reasoning: reasoning.length > 0 ? reasoning.join('') : undefined,
      toolCalls,
    });
  }
}

function callIdOf(item: InputItem): string {
  return asString(item['call_id']) ?? asString(item['id']) ?? '';
}

function requireCallId(item: InputItem, path: string): string {
  const id = item['call_id'];
  if (typeof id === 'string') return id;
  throw invalidRequest('call_id must be a string.', `${path}.call_id`);
}
