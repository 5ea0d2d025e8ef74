import { newCompactId } from '../../common/ids';
import { type SimulatedCall, toArgumentText } from './dialect';

/** Characters of the arguments in one delta. */
const PIECE = 4;

/** Deltas of one call as OpenAI-style upstreams stream them: the name first, then its arguments. */
export function toCallDeltas(
  call: SimulatedCall,
  index: number,
  pieces: readonly string[],
): readonly object[] {
  const [first = '', ...rest] = pieces;
  const id = call.id ?? `call_${newCompactId().slice(0, 16)}`;
  const head = { id, type: 'function', index, function: { name: call.name, arguments: first } };
  return [head, ...rest.map((piece) => ({ index, function: { arguments: piece } }))];
}

/** The arguments as a model writes them: nothing beside the name, then a few characters at a time. */
export function toPieces(call: SimulatedCall): readonly string[] {
  const characters = [...toArgumentText(call)];
  const count = Math.ceil(characters.length / PIECE);
  const pieces = Array.from({ length: count }, (_, index) =>
    characters.slice(index * PIECE, (index + 1) * PIECE).join(''),
  );
  return ['', ...pieces];
}

/** The arguments cut within the last value. */
export function toCutPieces(call: SimulatedCall): readonly [string, string] {
  const text = toArgumentText(call);
  return [text.slice(0, -4), text.slice(-4)];
}
