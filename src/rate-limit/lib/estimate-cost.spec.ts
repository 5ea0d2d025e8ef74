import { estimateCost } from './estimate-cost';

const costOf = (body: unknown): object => estimateCost(body, JSON.stringify(body).length);

describe('estimateCost', () => {
  it('should grow with the length of the body', () => {
    expect(estimateCost({}, 4000)).toEqual({ input: 1000, output: 0 });
    expect(estimateCost({}, 4001)).toEqual({ input: 1001, output: 0 });
  });

  it.each(['max_completion_tokens', 'max_tokens', 'max_output_tokens'])(
    'should count the answer that %s allows',
    (name) => {
      expect(estimateCost({ [name]: 500 }, 0)).toEqual({ input: 0, output: 500 });
    },
  );

  it.each([-500, 0.5, Number.NaN, 1e300, '500', null, {}])(
    'should not count %p as the largest answer',
    (value) => {
      expect(estimateCost({ max_tokens: value }, 0)).toEqual({ input: 0, output: 0 });
    },
  );

  it('should count an image in the result of a function for what it is', () => {
    const image_url = `data:image/png;base64,${'A'.repeat(1_000_000)}`;
    const output = [{ type: 'input_image', image_url }];
    const { input } = estimateCost(
      { input: [{ type: 'function_call_output', output }] },
      1_000_100,
    );
    expect(input).toBeGreaterThan(900);
    expect(input).toBeLessThan(1200);
  });

  it('should count an embedded image for what it is, not for its length', () => {
    const url = `data:image/png;base64,${'A'.repeat(1_000_000)}`;
    const parts = [
      { type: 'image_url', image_url: { url } },
      { type: 'text', text: 'x' },
    ];
    expect(costOf({ messages: [{ role: 'user', content: parts }] })).toEqual({
      input: expect.closeTo(1030, -2) as number,
      output: 0,
    });
    expect(costOf({ input: [{ content: [{ type: 'input_image', image_url: url }] }] })).toEqual({
      input: expect.closeTo(1030, -2) as number,
      output: 0,
    });
  });

  it('should count an image of the Messages API for what it is, also in a result', () => {
    const source = { type: 'base64', media_type: 'image/png', data: 'A'.repeat(1_000_000) };
    const image = { type: 'image', source };
    const result = { type: 'tool_result', tool_use_id: 'call_1', content: [image] };
    for (const block of [image, result]) {
      expect(costOf({ messages: [{ role: 'user', content: [block] }] })).toEqual({
        input: expect.closeTo(1040, -2) as number,
        output: 0,
      });
    }
  });

  it.each([undefined, null, 'text', [], { messages: 5 }, { messages: [null, { content: [7] }] }])(
    'should go by the length alone with the body %j',
    (body) => {
      expect(estimateCost(body, 40)).toEqual({ input: 10, output: 0 });
    },
  );
});
