import type { SseEvent } from './decode-sse';

/**
 * The lines of an event's data as events of their own: some relays end events with one line break
 * only. Gives nothing for data of one line, so that readers can call themselves with the result.
 */
export function splitEventLines(data: string): readonly SseEvent[] {
  if (!data.includes('\n')) return [];
  return data.split('\n').map((line) => ({ event: '', data: line }));
}
