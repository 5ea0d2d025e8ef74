import { isJsonObject } from '../../../../protocol/json/safe-parse-json';
import type { FinishReason, StreamPart, ToolPart } from '../../../../protocol/stream-part';
import { CallArguments } from './call-arguments';
import { nonEmpty } from './openai-chunk';

/** How a tracker deals with what an upstream sends. */
export interface ToolCallTrackerOptions {
  /** False: only the first call counts. */
  readonly allowsParallelCalls: boolean;
  /** A fresh id for a call that came without one, or with one that is taken. */
  readonly newId: () => string;
}

/** How the calls of an answer ended. */
export interface CallsEnd {
  readonly parts: readonly StreamPart[];
  /** `undefined`: a call's arguments are no complete JSON object, and no limit explains it. */
  readonly reason: FinishReason | undefined;
}

interface Call {
  /** The upstream's id: tells whether a delta with the same index goes on with this call. */
  upstreamId: string | undefined;
  name: string | undefined;
  readonly arguments: CallArguments;
  /** Not the first one, where only one may be. */
  readonly isDropped: boolean;
  /** Position among the calls that were given out. */
  outputIndex: number | undefined;
  isEnded: boolean;
}

/** A call as one delta tells of it. */
interface CallDelta {
  readonly index: number | undefined;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly arguments: unknown;
}

/**
 * Turns the tool call deltas of OpenAI's protocol into tool parts with indices from 0 without gaps.
 * A call begins when its name is known and ends when its arguments are complete; what comes after
 * them is dropped. Holds back arguments that come before the name.
 */
export class ToolCallTracker {
  private readonly calls: Call[] = [];
  private readonly byIndex = new Map<number, Call>();
  private readonly byId = new Map<string, Call>();
  private readonly usedIds = new Set<string>();
  private started = 0;

  constructor(private readonly options: ToolCallTrackerOptions) {}

  /** True once a call has begun. */
  get hasCalls(): boolean {
    return this.started > 0;
  }

  /** Takes the `tool_calls` of one delta. */
  push(toolCalls: unknown): readonly ToolPart[] {
    if (!Array.isArray(toolCalls)) return [];
    return toolCalls.flatMap((item: unknown) => {
      const delta = narrowCallDelta(item);
      return delta === undefined ? [] : this.read(delta);
    });
  }

  /** Takes the reason that the upstream gave, and gives the one that the calls amount to. */
  finish(reason: FinishReason): CallsEnd {
    const isCut = reason === 'length' || reason === 'content-filter';
    const calls = this.calls.filter((call) => !call.isDropped && !isPhantom(call));
    const parts = isCut ? [] : calls.flatMap((call) => this.complete(call));
    if (isCut) return { parts, reason };
    if (calls.some((call) => !call.isEnded)) return { parts, reason: undefined };
    return { parts, reason: calls.length > 0 ? 'tool-calls' : 'stop' };
  }

  private read(delta: CallDelta): readonly ToolPart[] {
    const call = this.find(delta) ?? this.add(delta);
    call.name ??= delta.name;
    if (call.upstreamId === undefined && delta.id !== undefined) {
      call.upstreamId = delta.id;
      this.byId.set(delta.id, call);
    }
    if (call.isDropped) return [];
    const text = call.arguments.push(delta.arguments);
    if (call.outputIndex !== undefined) return this.append(call, text);
    return call.name === undefined
      ? []
      : [this.start(call), ...this.append(call, call.arguments.text)];
  }

  private start(call: Call): ToolPart {
    const { upstreamId, name = '' } = call;
    const isTaken = upstreamId === undefined || this.usedIds.has(upstreamId);
    const id = isTaken ? this.options.newId() : upstreamId;
    this.usedIds.add(id);
    const index = this.started;
    this.started += 1;
    call.outputIndex = index;
    return { type: 'tool-input-start', index, id, name };
  }

  private append(call: Call, text: string): readonly ToolPart[] {
    const index = call.outputIndex;
    if (index === undefined || call.isEnded) return [];
    const deltas =
      text.length > 0 ? [{ type: 'tool-input-delta', index, delta: text } as const] : [];
    if (!call.arguments.isComplete) return deltas;
    call.isEnded = true;
    return [...deltas, { type: 'tool-input-end', index }];
  }

  /** A call without arguments is one with an empty object; upstreams send nothing, `""` or `null`. */
  private complete(call: Call): readonly ToolPart[] {
    return this.append(call, call.arguments.completeEmpty());
  }

  private add({ index, id }: CallDelta): Call {
    const call: Call = {
      upstreamId: undefined,
      name: undefined,
      arguments: new CallArguments(),
      isDropped: !this.options.allowsParallelCalls && this.calls.some((other) => !isPhantom(other)),
      outputIndex: undefined,
      isEnded: false,
    };
    if (id !== undefined) {
      call.upstreamId = id;
      this.byId.set(id, call);
    }
    if (index !== undefined) this.byIndex.set(index, call);
    this.calls.push(call);
    return call;
  }

  /** The call that a delta goes on with; `undefined` when it begins another one. */
  private find(delta: CallDelta): Call | undefined {
    if (delta.index !== undefined) {
      const call = this.byIndex.get(delta.index);
      return call === undefined || isAnother(call, delta) ? undefined : call;
    }
    const last = this.calls.at(-1);
    if (delta.id === undefined) {
      return last === undefined || isRestart(last, delta) ? undefined : last;
    }
    return this.byId.get(delta.id) ?? (last?.upstreamId === undefined ? last : undefined);
  }
}

/**
 * Whether a delta with the index of `call` is another call all the same: servers exist that give all
 * calls one index, and others that give each delta of a call an id of its own, but a name only once.
 */
function isAnother(call: Call, { id, name }: CallDelta): boolean {
  if (call.name === undefined) return false;
  if (id !== undefined && call.upstreamId !== undefined) {
    return id !== call.upstreamId && (name !== undefined || call.arguments.isComplete);
  }
  return call.arguments.isComplete && name !== undefined && name !== call.name;
}

/** Whether a delta with neither index nor id begins a call: it names one, and the last one is done. */
function isRestart(last: Call, { name }: CallDelta): boolean {
  if (name === undefined || last.name === undefined) return false;
  return name !== last.name || last.arguments.isComplete;
}

/** A delta that says nothing makes no call. */
function isPhantom(call: Call): boolean {
  return call.name === undefined && call.arguments.isEmpty;
}

/** Narrows one item of `tool_calls`; calls of the upstream's own tools are none of the client's. */
function narrowCallDelta(item: unknown): CallDelta | undefined {
  if (!isJsonObject(item)) return undefined;
  const details = isJsonObject(item['function']) ? item['function'] : undefined;
  const type = nonEmpty(item['type']);
  if (details === undefined && type !== undefined && type !== 'function') return undefined;
  const index = item['index'];
  const source = details ?? item;
  return {
    index: typeof index === 'number' && Number.isInteger(index) ? index : undefined,
    id: nonEmpty(item['id']),
    name: nonEmpty(source['name']),
    arguments: source['arguments'],
  };
}
