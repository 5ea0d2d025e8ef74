import { invalidRequest } from '../../protocol/gateway-error';
import { asString, isJsonObject } from '../../protocol/json/safe-parse-json';
import type { ReasoningMarks } from './reasoning-marks';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What goes along while a request is read: what is needed beside it, and what comes of it. */
export interface Reading {
  readonly marks: ReasoningMarks;
  /** Paths of what has no effect. */
  readonly ignored: string[];
}

/** One content block and its place in the request. */
export interface Block {
  readonly type: string;
  readonly fields: JsonObject;
  readonly path: string;
}

/** The blocks of a `content`, where a string is one block of text and nothing is none. */
export function toBlocks(content: unknown, path: string): readonly Block[] {
  if (content === undefined || content === null) return [];
  if (typeof content === 'string') return [{ type: 'text', fields: { text: content }, path }];
  if (!Array.isArray(content)) {
    throw invalidRequest('The content must be a string or an array of blocks.', path);
  }
  return content.map((block: unknown, index) => toBlock(block, `${path}[${String(index)}]`));
}

/** A field of a block that must be a string. */
export function requireString({ fields, path }: Block, name: string): string {
  const value = fields[name];
  if (typeof value === 'string') return value;
  throw invalidRequest(`${name} must be a string.`, `${path}.${name}`);
}

/** The error for a block that the gateway cannot do without and does not understand. */
export function unsupportedBlock({ type, path }: Block): Error {
  const name = type.slice(0, 40);
  return invalidRequest(
    `Content blocks of type '${name}' are not supported here.`,
    path,
    'unsupported_content',
  );
}

function toBlock(block: unknown, path: string): Block {
  if (!isJsonObject(block)) throw invalidRequest('A content block must be an object.', path);
  const type = asString(block['type']);
  if (type === undefined) throw invalidRequest('A content block must have a type.', `${path}.type`);
  return { type, fields: block, path };
}
