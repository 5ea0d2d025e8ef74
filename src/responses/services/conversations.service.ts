import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Settings } from '../../config/validate-environment';
import { GatewayError, invalidRequest } from '../../protocol/gateway-error';
import type { InputItem } from '../lib/items/to-input-items';
import { responseIdOfItem } from '../lib/response-ids';
import { itemsOf, type StoredResponse } from '../lib/stored-response';
import { ResponseStore } from './response-store.service';

const MEBIBYTE = 1024 * 1024;

/** Responses that one conversation may consist of, and that one request may refer to. */
const MAX_RESPONSES = 512;

/** What a request goes on with. */
export interface Conversation {
  /** What was said before, the oldest first. */
  readonly history: readonly InputItem[];
  /** Responses that the history consists of. */
  readonly ancestors: readonly string[];
  readonly bytes: number;
}

/** What a request brought, and what came of it. */
export type Turn = Pick<StoredResponse, 'owner' | 'input' | 'response'>;

const NEW: Conversation = { history: [], ancestors: [], bytes: 0 };

/** The items of a request, references replaced. */
export interface ResolvedInput {
  readonly items: readonly InputItem[];
  /** Paths of references to reasoning that is not kept any more. */
  readonly ignored: readonly string[];
}

/** Finds what requests refer to instead of sending it again. */
@Injectable()
export class ConversationsService {
  /** Bytes: a conversation may be as large as a request that brings all of it. */
  private readonly limit: number;

  constructor(
    private readonly store: ResponseStore,
    config: ConfigService<Settings, true>,
  ) {
    this.limit = config.get('BODY_LIMIT_MB', { infer: true }) * MEBIBYTE;
  }

  /** Whether anything is kept to go on with. */
  get areKept(): boolean {
    return this.store.isEnabled;
  }

  /** Keeps the next turn of a conversation. */
  keep({ ancestors, bytes }: Conversation, turn: Turn): void {
    const own = Buffer.byteLength(JSON.stringify([turn.input, turn.response.output]));
    this.store.keep({ ...turn, ancestors, conversationBytes: bytes + own });
  }

  /** The conversation up to a response. Fails with a `GatewayError` when it is not there. */
  async continueFrom(previousId: string | undefined, owner: string): Promise<Conversation> {
    if (previousId === undefined) return NEW;
    const previous = await this.store.find(previousId, owner);
    if (previous === undefined) throw previousNotFound(previousId);
    const { ancestors, conversationBytes: bytes, response } = previous;
    if (response.status === 'failed') {
      throw invalidRequest('The previous response failed.', 'previous_response_id');
    }
    if (bytes > this.limit || ancestors.length >= MAX_RESPONSES) {
      throw invalidRequest(
        'The stored conversation is too long: begin a new one.',
        'previous_response_id',
        'context_length_exceeded',
      );
    }
    const earlier = await this.store.findAll(ancestors, owner);
    if (!earlier.every(isThere)) throw previousNotFound(previousId);
    return {
      history: [...earlier, previous].flatMap(itemsOf),
      ancestors: [...ancestors, previousId],
      bytes,
    };
  }

  /** Replaces references to items. Fails with a `GatewayError` when one is not there. */
  async resolve(
    given: readonly InputItem[],
    history: readonly InputItem[],
    owner: string,
  ): Promise<ResolvedInput> {
    const wanted = given.filter(isReference).map(({ id }) => String(id));
    if (wanted.length === 0) return { items: given, ignored: [] };
    const known = await this.findItems(wanted, history, owner);
    const ignored: string[] = [];
    const items = given.map((item, index) => {
      if (!isReference(item)) return item;
      const id = String(item['id']);
      const found = known.get(id);
      if (found !== undefined) return found;
      if (!id.startsWith('rs_')) throw itemNotFound(id);
      // Reasoning helps, but the conversation is whole without it.
      ignored.push(`input[${String(index)}]`);
      return { type: 'reasoning', id, summary: [] };
    });
    return { items, ignored };
  }

  private async findItems(
    wanted: readonly string[],
    history: readonly InputItem[],
    owner: string,
  ): Promise<ReadonlyMap<unknown, InputItem>> {
    const known = new Map(history.map((item) => [item['id'], item]));
    const missing = wanted.filter((id) => !known.has(id));
    const responses = new Set(missing.flatMap((id) => responseIdOfItem(id) ?? []));
    if (responses.size > MAX_RESPONSES) {
      throw invalidRequest('The input refers to items of too many responses.', 'input');
    }
    for (const stored of await this.store.findAll([...responses], owner)) {
      for (const item of stored === undefined ? [] : itemsOf(stored)) known.set(item['id'], item);
    }
    return known;
  }
}

function isThere(stored: StoredResponse | undefined): stored is StoredResponse {
  return stored !== undefined;
}

function isReference(item: InputItem): boolean {
  return item['type'] === 'item_reference';
}

function previousNotFound(id: string): GatewayError {
  return invalidRequest(
    `Previous response with id '${id.slice(0, 80)}' not found.`,
    'previous_response_id',
    'previous_response_not_found',
  );
}

function itemNotFound(id: string): GatewayError {
  return new GatewayError(
    'not-found',
    `Item with id '${id.slice(0, 80)}' not found. Items are not kept when \`store\` is false, and not for ever: send the item itself, or leave it out.`,
    { param: 'input', code: 'item_not_found' },
  );
}
