import type { UpstreamDialect } from '../../../../config/upstreams/upstream-definition';
import type { NativeAbilities } from '../../../../protocol/model-profile';

/** Bounds of a number, both included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** What a server takes where OpenAI-style servers differ. */
export interface Dialect {
  /** How thinking is switched: Z.ai's parameter, a variable of the chat template, or not at all. */
  readonly thinking: 'parameter' | 'template' | 'none';
  /** Whether a server without a reasoning parser may write reasoning into the answer. */
  readonly mayThinkInText: boolean;
  readonly temperature: Range;
  readonly topP: Range;
  /** Whether a temperature of 0 must be said with `do_sample: false`. */
  readonly samplesByFlag: boolean;
  /** Stop sequences to hand on; the gateway itself applies all of them. */
  readonly maxStopSequences: number;
  /** Whether an answer may be limited to what the model can give at most. */
  readonly refusesLargeLimits: boolean;
  /** Whether there must be a message of the user. */
  readonly needsUserMessage: boolean;
  /** Whether usage must be asked for. */
  readonly asksForUsage: boolean;
  /** Whether `tool_choice` may be anything but `auto`. */
  readonly toolChoice: boolean;
  readonly parallelToolCalls: boolean;
  /** Whether arguments of calls come as they are made only when that is asked for. */
  readonly toolStream: boolean;
  readonly outputFormat: NativeAbilities['outputFormat'];
  /** Engine of the search tool, where the server has one. */
  readonly searchEngine?: string;
  /** What the end user's id is called, and how long it may be. */
  readonly user: { readonly name: 'user' | 'user_id'; readonly length: Range };
  /** Further parameters that are handed on as the client sent them. */
  readonly parameters: ReadonlySet<string>;
}

const UNBOUNDED: Range = { min: 0, max: Number.MAX_SAFE_INTEGER };

const OPENAI_SAMPLING = ['seed', 'presence_penalty', 'frequency_penalty', 'logit_bias'];

const SELF_HOSTED: Dialect = {
  thinking: 'template',
  mayThinkInText: true,
  temperature: { min: 0, max: 2 },
  topP: { min: 0.001, max: 1 },
  samplesByFlag: false,
  // They look for stop sequences in the reasoning as well, and would end the answer there.
  maxStopSequences: 0,
  refusesLargeLimits: false,
  needsUserMessage: false,
  asksForUsage: true,
  toolChoice: true,
  parallelToolCalls: true,
  toolStream: false,
  outputFormat: 'json-schema',
  user: { name: 'user', length: UNBOUNDED },
  parameters: new Set([
    ...OPENAI_SAMPLING,
    'top_k',
    'min_p',
    'min_tokens',
    'repetition_penalty',
    'ignore_eos',
    'stop_token_ids',
    'skip_special_tokens',
  ]),
};

/** Source of Z.ai's bounds: docs.z.ai, API reference of chat completion, 2026-11. */
export const DIALECT_FACTS: Readonly<Record<UpstreamDialect, Dialect>> = {
  zai: {
    thinking: 'parameter',
    mayThinkInText: false,
    temperature: { min: 0, max: 1 },
    topP: { min: 0.01, max: 1 },
    samplesByFlag: true,
    maxStopSequences: 1,
    refusesLargeLimits: true,
    needsUserMessage: true,
    asksForUsage: false,
    toolChoice: false,
    parallelToolCalls: false,
    toolStream: true,
    outputFormat: 'json-object',
    searchEngine: 'search_pro_jina',
    user: { name: 'user_id', length: { min: 6, max: 128 } },
    parameters: new Set(['seed', 'do_sample']),
  },
  vllm: SELF_HOSTED,
  sglang: SELF_HOSTED,
  generic: {
    ...SELF_HOSTED,
    thinking: 'none',
    maxStopSequences: 4,
    parameters: new Set(OPENAI_SAMPLING),
  },
};
