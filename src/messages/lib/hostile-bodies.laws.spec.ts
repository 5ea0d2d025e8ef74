import fc from 'fast-check';
import { failureOf } from '../../../test/support/failure';
import { MARKS } from '../../../test/support/reasoning-marks';
import { GatewayError } from '../../protocol/gateway-error';
import type { MessageParametersDto } from '../dto/message-request.dto';
import { toGenerationRequest } from './to-generation-request';

const BLOCK_TYPES = [
  'text',
  'image',
  'document',
  'search_result',
  'thinking',
  'redacted_thinking',
  'tool_use',
  'tool_result',
  'server_tool_use',
  'compaction',
  'constructor',
];
const FIELDS = [
  'type',
  'text',
  'source',
  'content',
  'input',
  'id',
  'name',
  'tool_use_id',
  'thinking',
  'signature',
  'data',
  'media_type',
  'title',
  'is_error',
  '__proto__',
];

/** Values that have the right names and any shape. */
const anything: fc.Arbitrary<unknown> = fc.letrec<{ readonly value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom(...BLOCK_TYPES, 'base64', 'url', 'content', 'user', 'assistant', '', 'x'),
    fc.jsonValue({ maxDepth: 1 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...FIELDS), tie('value'), { maxKeys: 5 }),
  ),
})).value;

const messages = fc.array(
  fc.oneof(
    anything,
    fc.record({
      role: fc.constantFrom('user', 'assistant', 'system'),
      content: fc.oneof(
        anything,
        fc.array(
          fc
            .tuple(
              fc.constantFrom(...BLOCK_TYPES),
              fc.dictionary(fc.constantFrom(...FIELDS), anything),
            )
            .map(([type, fields]) => ({ ...fields, type })),
        ),
      ),
    }),
  ),
  { maxLength: 3 },
);

function read(body: object): unknown {
  const options = { defaultModel: 'GLM-4.5', supportsTools: true, marks: MARKS };
  return toGenerationRequest(body as MessageParametersDto, options);
}

describe('toGenerationRequest, of bodies that nobody should send', () => {
  it('should read them or name what is wrong, and never fail in any other way', () => {
    // What is no object does not come through the checks of plain parameters.
    const object = fc.dictionary(fc.constantFrom('type', 'effort', 'format', 'edits'), anything);
    const body = fc.record(
      {
        messages,
        system: anything,
        tools: fc.oneof(anything, fc.array(anything)),
        tool_choice: anything,
        stop_sequences: anything,
        output_format: anything,
        output_config: object,
        context_management: object,
        thinking: object,
      },
      { requiredKeys: ['messages'] },
    );
    fc.assert(
      fc.property(body, (given) => {
        const failure = failureOf(() => read(given));
        if (failure !== undefined) {
          expect(failure).toBeInstanceOf(GatewayError);
          expect(failure).toMatchObject({ kind: 'invalid-request' });
        }
      }),
      { numRuns: 200 },
    );
    expect(Object.keys({})).toEqual([]);
  });

  it('should not be overcome by many blocks, nor by deep ones', () => {
    const text = { type: 'text', text: 'x' };
    const image = { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } };
    const many = Array<object>(200_000).fill(image);
    const result = { type: 'tool_result', tool_use_id: 'a', content: many };
    const document = { type: 'document', source: { type: 'content', content: many } };
    expect(read({ messages: [{ role: 'user', content: [result, document] }] })).toBeDefined();
    expect(read({ messages: [{ role: 'assistant', content: [document] }] })).toBeDefined();
    let deep: object = text;
    for (let depth = 0; depth < 20_000; depth += 1) {
      deep = { type: 'document', source: { type: 'content', content: [deep] } };
    }
    const failure = failureOf(() => read({ messages: [{ role: 'user', content: [deep] }] }));
    expect(failure).toMatchObject({
      kind: 'invalid-request',
      param: 'messages[0].content[0].source.content[0]',
    });
  });
});
