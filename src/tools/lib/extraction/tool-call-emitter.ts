import type { StreamPart } from '../../../protocol/stream-part';

/** Writes the parts of tool calls and keeps their indices and ids in order. */
export class ToolCallEmitter {
  private parts: StreamPart[] = [];
  private index: number;
  private completed = 0;
  private hasArguments = false;
  private readonly ids = new Set<string>();

  /** `firstIndex` counts on after calls that another emitter wrote. */
  constructor(
    private readonly newId: () => string,
    private readonly firstIndex = 0,
  ) {
    this.index = firstIndex - 1;
  }

  /** Calls that are complete. */
  get count(): number {
    return this.completed;
  }

  get hasStarted(): boolean {
    return this.index >= this.firstIndex;
  }

  /** The written id is kept where it can serve as one: not empty, and not given before. */
  start(name: string, writtenId = ''): void {
    const id =
      /^[\w.:-]{1,64}$/.test(writtenId) && !this.ids.has(writtenId) ? writtenId : this.newId();
    this.ids.add(id);
    this.index += 1;
    this.hasArguments = false;
    this.parts.push({ type: 'tool-input-start', index: this.index, id, name });
  }

  /** Adds to the JSON text of the arguments. */
  arguments(delta: string): void {
    if (delta.length === 0) return;
    this.hasArguments = true;
    const last = this.parts.at(-1);
    const { index } = this;
    if (last?.type === 'tool-input-delta') {
      this.parts[this.parts.length - 1] = { ...last, delta: last.delta + delta };
    } else this.parts.push({ type: 'tool-input-delta', index, delta });
  }

  /** Ends the call; a call without arguments gets an empty object. */
  end(): void {
    if (!this.hasArguments) this.arguments('{}');
    this.completed += 1;
    this.parts.push({ type: 'tool-input-end', index: this.index });
  }

  /** Ordinary text that stood between calls. */
  text(text: string): void {
    if (text.length > 0) this.parts.push({ type: 'text', text });
  }

  take(): readonly StreamPart[] {
    const { parts } = this;
    this.parts = [];
    return parts;
  }
}
