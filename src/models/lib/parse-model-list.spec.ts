import { failureOf } from '../../../test/support/failure';
import { parseModelList } from './parse-model-list';

describe('parseModelList', () => {
  it("should read OpenAI's list with what servers add to it", () => {
    const data = [
      { id: 'glm-4.6', object: 'model', created: 1, owned_by: 'z.ai' },
      { id: 'zai-org/GLM-4.6-FP8', max_model_len: 32_768 },
      { id: 'z-ai/glm-4.7', context_length: 200_000 },
      { id: 'both', max_model_len: 8, context_length: 9 },
    ];
    expect(parseModelList({ object: 'list', data })).toEqual([
      { id: 'glm-4.6', contextWindow: undefined },
      { id: 'zai-org/GLM-4.6-FP8', contextWindow: 32_768 },
      { id: 'z-ai/glm-4.7', contextWindow: 200_000 },
      { id: 'both', contextWindow: 8 },
    ]);
  });

  it('should read an empty list', () => {
    expect(parseModelList({ data: [] })).toEqual([]);
  });

  it.each([null, 7, 'glm', [], {}, { id: '' }, { id: 7 }, { id: 'x'.repeat(257) }])(
    'should leave out %j, which names no model',
    (model) => {
      expect(parseModelList({ data: [model, { id: 'glm' }] })).toMatchObject([{ id: 'glm' }]);
    },
  );

  it.each([0, -1, 1.5, '32768', null, true])('should not take %j for a window', (length) => {
    const [model] = parseModelList({ data: [{ id: 'glm', max_model_len: length }] });
    expect(model?.contextWindow).toBeUndefined();
  });

  it('should read a bounded number of models', () => {
    const data = Array.from({ length: 5000 }, (_, index) => ({ id: `m${String(index)}` }));
    expect(parseModelList({ data })).toHaveLength(1000);
  });

  it.each([undefined, null, '<html>', [], {}, { data: {} }, { data: 'glm' }])(
    'should refuse %j',
    (answer) => {
      expect(failureOf(() => parseModelList(answer))).toBeInstanceOf(Error);
    },
  );
});
