import { modelProfile } from '../../../test/support/model-profiles';
import { toAlias } from './alias-table';
import { toModel } from './to-model';

const MODEL = {
  id: 'GLM-4.5',
  object: 'model',
  created: 1_753_660_800,
  owned_by: 'z.ai',
  capabilities: { thinking: true, search: false, vision: false, tools: true },
  context_window: 131_072,
  max_output_tokens: 98_304,
};

describe('toModel', () => {
  it("should give OpenAI's fields and what the model can do", () => {
    expect(toModel({ ...modelProfile(), aliasOf: undefined, aliases: [] })).toEqual(MODEL);
  });

  it('should tell the other names of a model', () => {
    const aliases = ['claude-*', 'mine'];
    expect(toModel({ ...modelProfile(), aliasOf: undefined, aliases })).toEqual({
      ...MODEL,
      aliases,
    });
  });

  it('should tell what an alias stands for', () => {
    expect(toModel(toAlias(modelProfile(), 'mine'))).toEqual({
      ...MODEL,
      id: 'mine',
      alias_of: 'GLM-4.5',
    });
  });
});
