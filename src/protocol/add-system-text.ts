import type { Message, TextContent } from './generation-request';

/** The messages with a text at the end of the first system message, or in one of its own before all. */
export function addSystemText(messages: readonly Message[], text: string): readonly Message[] {
  const content: TextContent = { type: 'text', text };
  const position = messages.findIndex((message) => message.role === 'system');
  const system = messages[position];
  if (system === undefined) return [{ role: 'system', content: [content] }, ...messages];
  return messages.with(position, { role: 'system', content: [...system.content, content] });
}
