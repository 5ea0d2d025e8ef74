import { JsonTemplate, type Saying } from '../../../../protocol/json/json-template';
import { safeParseJson } from '../../../../protocol/json/safe-parse-json';
import { readUsage } from '../../../../protocol/read-usage';
import type { SseEvent } from '../../../../protocol/sse/decode-sse';
import { splitEventLines } from '../../../../protocol/sse/split-event-lines';
import type { Source, StreamPart } from '../../../../protocol/stream-part';
import type { Transform } from '../../../../protocol/transform';
import { AnswerDocument } from './document/answer-document';
import type { DocumentOutput } from './document/document-output';
import type { Audience } from './document/document-text';
import { extractBlockSources, extractReferences, extractResults } from './extract-sources';
import { narrowWebEvent, type WebEvent } from './web-event';
import { readWebFailure, toWebError } from './web-failure';

const AUDIENCES: ReadonlyMap<string, Audience> = new Map([
  ['thinking', 'reasoning'],
  ['answer', 'answer'],
  ['other', 'answer'],
  ['done', 'answer'],
]);

const MAX_SOURCES = 500;

/**
 * Maps the events of the web protocol to stream parts.
 *
 * Input: SSE events. Output: reasoning, text, rewrites, usage, then sources and one finish or one
 * error; nothing after that. Holds back what the document's reader holds back: a possible tag and
 * blanks at the end. An end of the stream without `done` gives no finish.
 */
export class WebEventMapper implements Transform<SseEvent, StreamPart> {
  private readonly document: AnswerDocument;
  private readonly sources: Source[] = [];
  private readonly template = new JsonTemplate(interpret);
  private isOver = false;

  constructor(output: DocumentOutput) {
    this.document = new AnswerDocument(output);
  }

  push(event: SseEvent): readonly StreamPart[] {
    if (this.isOver) return [];
    const repeated = this.template.read(event.data);
    if (repeated !== undefined) return this.append(repeated.text, repeated.kind);
    const json = safeParseJson(event.data);
    // Fixture 70.
    if (json === undefined) return splitEventLines(event.data).flatMap((line) => this.push(line));
    const webEvent = narrowWebEvent(json);
    if (webEvent === undefined) return [];
    const saying = toSaying(webEvent);
    if (saying !== undefined) this.template.learn(event.data, saying);
    return this.read(webEvent);
  }

  flush(): readonly StreamPart[] {
    return this.isOver ? [] : this.document.end();
  }

  private read(event: WebEvent): readonly StreamPart[] {
    if (event.error !== undefined) return this.fail(event.error);
    this.addSources(extractResults(event.results));
    const parts = this.readText(event);
    if (event.usage === undefined && !event.done) return parts;
    const usage = readUsage(event.usage);
    return [
      ...parts,
      ...(usage === undefined ? [] : [{ type: 'usage', usage } as const]),
      ...(event.done ? this.finish() : []),
    ];
  }

  private readText(event: WebEvent): readonly StreamPart[] {
    const { phase, delta, edit } = event;
    // What a server-side tool answered is its own text, not the document's (fixture 11).
    if (phase === 'tool_response' && edit === undefined) {
      this.addSources(extractReferences(delta));
      return [];
    }
    const edited = edit
      ? this.document.edit(edit.index, edit.content, {
          audience: audienceOf(phase),
          isEdit: true,
        })
      : [];
    const appended = this.append(delta, phase);
    return edited.length > 0 ? [...edited, ...appended] : appended;
  }

  private append(delta: string, phase: string): readonly StreamPart[] {
    if (delta.length === 0) return [];
    return this.document.append(delta, { audience: audienceOf(phase), isEdit: false });
  }

  private addSources(sources: readonly Source[]): void {
    this.sources.push(...sources.slice(0, MAX_SOURCES - this.sources.length));
  }

  private finish(): readonly StreamPart[] {
    this.isOver = true;
    const parts = this.document.end();
    const sources = [
      ...this.document.blocks.flatMap((block, ordinal) => extractBlockSources(block, ordinal)),
      ...this.sources,
    ];
    return [
      ...parts,
      ...uniqueByUrl(sources).map((source) => ({ type: 'source', source }) as const),
      { type: 'finish', reason: 'stop' },
    ];
  }

  private fail(error: unknown): readonly StreamPart[] {
    this.isOver = true;
    return [...this.document.end(), { type: 'error', error: toWebError(readWebFailure(error)) }];
  }
}

function audienceOf(phase: string): Audience {
  return AUDIENCES.get(phase) ?? 'hidden';
}

function interpret(json: string): Saying | undefined {
  const event = narrowWebEvent(safeParseJson(json));
  return event === undefined ? undefined : toSaying(event);
}

/** What an event says when it does nothing but append text to the document. */
function toSaying({
  phase,
  delta,
  edit,
  usage,
  results,
  error,
  done,
}: WebEvent): Saying | undefined {
  const isPlain =
    !done &&
    phase !== 'tool_response' &&
    [edit, usage, results, error].every((value) => value === undefined);
  return isPlain && delta.length > 0 ? { kind: phase, text: delta } : undefined;
}

function uniqueByUrl(sources: readonly Source[]): readonly Source[] {
  const seen = new Map<string, Source>();
  for (const source of sources) {
    if (!seen.has(source.url)) seen.set(source.url, source);
  }
  return [...seen.values()];
}
