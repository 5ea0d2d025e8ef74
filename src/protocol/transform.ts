/** A synchronous, stateful step of a stream: no I/O, no clock, no randomness, no framework. */
export interface Transform<In, Out> {
  /** Consumes one input and returns what is certain now; may hold back what could still change meaning. */
  push(input: In): readonly Out[];
  /** Ends the stream and returns what was held back. Called once; `push` is not called after it. */
  flush(): readonly Out[];
}

/** Feeds the output of `first` to `second`, as one transform: one step of a stream instead of two. */
export function compose<In, Middle, Out>(
  first: Transform<In, Middle>,
  second: Transform<Middle, Out>,
): Transform<In, Out> {
  const pushAll = (middles: readonly Middle[]): readonly Out[] => {
    const [only] = middles;
    // Most inputs give one output: no new array for it.
    if (only !== undefined && middles.length === 1) return second.push(only);
    if (middles.length === 0) return NOTHING;
    const out: Out[] = [];
    for (const middle of middles) for (const last of second.push(middle)) out.push(last);
    return out;
  };
  return {
    push: (input) => pushAll(first.push(input)),
    flush: () => [...pushAll(first.flush()), ...second.flush()],
  };
}

const NOTHING: readonly never[] = [];

/** Everything that `transform` gives for `inputs`, including what it gives at the end. */
export function runTransform<In, Out>(
  transform: Transform<In, Out>,
  inputs: Iterable<In>,
): readonly Out[] {
  const output: Out[] = [];
  for (const input of inputs) output.push(...transform.push(input));
  output.push(...transform.flush());
  return output;
}
