import { randomBytes } from 'node:crypto';

/** A place in a distributed trace, as W3C Trace Context names it. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  /** Two hexadecimal digits; the lowest bit says that the trace is sampled. */
  readonly flags: string;
  /** What other systems want passed on, as it came. */
  readonly state: string | undefined;
}

/** Later versions may append fields, which are not for us; ff is no version. */
const TRACEPARENT = /^(?!ff)([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;

const TRACESTATE = /^[\x20-\x7e\t]{1,512}$/;

/** The caller's place in its trace. Headers that are not valid count as absent, as the standard asks. */
export function parseTraceContext(
  traceparent: string | undefined,
  tracestate: string | undefined,
): TraceContext | undefined {
  if (traceparent === undefined || traceparent.length > 512) return undefined;
  const [, version, traceId = '', spanId = '', flags = '', rest] =
    TRACEPARENT.exec(traceparent) ?? [];
  if (version === undefined || (version === '00' && rest !== undefined)) return undefined;
  if (isZero(traceId) || isZero(spanId)) return undefined;
  const isState = tracestate !== undefined && TRACESTATE.test(tracestate);
  return { traceId, spanId, flags, state: isState ? tracestate : undefined };
}

/** A new place below `parent`. */
export function childOf(parent: TraceContext): TraceContext {
  let spanId: string;
  do spanId = randomBytes(8).toString('hex');
  while (isZero(spanId));
  return { ...parent, spanId };
}

/** The headers that tell whoever is called next where it is; none without a trace. */
export function toTraceHeaders(trace: TraceContext | undefined): Readonly<Record<string, string>> {
  if (trace === undefined) return {};
  const traceparent = `00-${trace.traceId}-${trace.spanId}-${trace.flags}`;
  return trace.state === undefined ? { traceparent } : { traceparent, tracestate: trace.state };
}

function isZero(hexadecimal: string): boolean {
  return /^0*$/.test(hexadecimal);
}
