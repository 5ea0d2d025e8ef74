import type { IncomingHttpHeaders } from 'node:http';

/** An upstream protocol that the simulator speaks. */
export type DialectName = 'web' | 'official' | 'vllm';

export type JsonBody = Readonly<Record<string, unknown>>;

/** A call that the simulated model makes. */
export interface SimulatedCall {
  readonly id?: string;
  readonly name: string;
  /** As JSON text, for calls that are not as they should be, or as a value. */
  readonly arguments: string | JsonBody;
}

/** How a request or an answer fails. */
export interface SimulatedFailure {
  readonly status: number;
  readonly message: string;
  /** The upstream's own code, where it has some; else the usual one for the status. */
  readonly code?: string | undefined;
}

/** How an answer ends. */
export interface Ending {
  /** In the upstream's words; absent for what is usual after what was said. */
  readonly reason?: string | undefined;
  readonly usage: object;
}

/** Tokens as all dialects count them. */
export interface SimulatedUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly completion_tokens_details?: { readonly reasoning_tokens: number };
}

/** Turns what the model of one exchange does into frames of the dialect. */
export interface Voice {
  say(text: string): string;
  reason(text: string): string;
  /** A whole call, in as many frames as the dialect sends. */
  callTool(call: SimulatedCall): readonly string[];
  /** A call in two frames, cut within its last argument. */
  cutCall(call: SimulatedCall): readonly [string, string];
  /** Everything that belongs to a proper end. */
  conclude(ending: Ending): string;
  /** A failure after the answer has begun. */
  fail(failure: SimulatedFailure): string;
}

/** A chat request as it arrived. */
export interface SimulatedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: JsonBody;
}

/** What the operator of the simulated upstream has decided. */
export interface SimulatorSettings {
  /** Models that the OpenAI-style dialects serve; any when absent. */
  readonly models?: readonly string[];
  /** An older vLLM names reasoning `reasoning_content` and reports errors without an `error` field. */
  readonly isOldVllm?: boolean;
}

/** One upstream protocol, as far as the simulator plays it. */
export interface Dialect {
  readonly name: DialectName;
  /** Why the real upstream would not take the request; `undefined` when it would. */
  check(request: SimulatedRequest): SimulatedFailure | undefined;
  /** Whether the model is to think. */
  thinks(body: JsonBody): boolean;
  createVoice(body: JsonBody): Voice;
  /** The body of an answer that refuses a request. */
  refusal(failure: SimulatedFailure): object;
  /** The answer to `GET …/models`. */
  listModels(): object;
}

/** One event of a stream. */
export function toFrame(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

/** The arguments of a call as JSON text. */
export function toArgumentText(call: SimulatedCall): string {
  return typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments);
}
