import { asString, isJsonObject } from '../../protocol/json/safe-parse-json';
import type { JsonBody } from './dialect';

/** The messages of a request that are objects. */
export function messagesOf({ messages }: JsonBody): readonly JsonBody[] {
  return Array.isArray(messages) ? (messages as readonly unknown[]).filter(isJsonObject) : [];
}

export function rolesOf(body: JsonBody): readonly (string | undefined)[] {
  return messagesOf(body).map(({ role }) => asString(role));
}

/** The text of a message, whether it comes whole or in parts. */
export function textOf({ content }: JsonBody): string {
  if (!Array.isArray(content)) return asString(content) ?? '';
  const parts = (content as readonly unknown[]).filter(isJsonObject);
  return parts.flatMap(({ text }) => asString(text) ?? []).join('\n');
}
