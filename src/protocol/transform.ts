/** A synchronous, stateful step of a stream: no I/O, no clock, no randomness, no framework. */
export interface Transform<In, Out> {
  /** Consumes one input and returns what is certain now; may hold back what could still change meaning. */
  push(input: In): readonly Out[];
  /** Ends the stream and returns what was held back. Called once; `push` is not called after it. */
  flush(): readonly Out[];
}

/** Runs `first` and feeds its output to `second`, as one transform. */
export function compose<In, Middle, Out>(
  first: Transform<In, Middle>,
  second: Transform<Middle, Out>,
): Transform<In, Out> {
  return {
    push: (input) => first.push(input).flatMap((middle) => second.push(middle)),
    flush: () => [...first.flush().flatMap((middle) => second.push(middle)), ...second.flush()],
  };
}

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
