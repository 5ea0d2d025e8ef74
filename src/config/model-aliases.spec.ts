import { parseModelAliases } from './model-aliases';

describe('parseModelAliases', () => {
  it('should read names and patterns in their order', () => {
    const items = ['claude-*haiku*=GLM-4.5-Air', 'Claude-* = GLM-4.6', 'gpt-4o=glm-4.6'];
    expect(parseModelAliases(items)).toEqual({
      aliases: [
        { name: 'claude-*haiku*', model: 'GLM-4.5-Air' },
        { name: 'Claude-*', model: 'GLM-4.6' },
        { name: 'gpt-4o', model: 'glm-4.6' },
      ],
      problems: [],
    });
  });

  it.each([
    { items: ['glm-*=GLM-4.6'] },
    { items: ['claude-*=GLM-4.6', '*=GLM-4.5'] },
    { items: ['a*=x', '*a=x', '*a*=x'] },
  ])('should let patterns fit what later ones and models are called: $items', ({ items }) => {
    expect(parseModelAliases(items).problems).toEqual([]);
  });

  it.each([
    { items: ['claude'], problems: ['MODEL_ALIASES[0] must have the form name=model'] },
    { items: ['a=b', 'a=b=c'], problems: ['MODEL_ALIASES[1] must have the form name=model'] },
    { items: ['=b'], problems: ['MODEL_ALIASES[0] has no name before the ='] },
    { items: ['a= '], problems: ['MODEL_ALIASES[0] has no model after the ='] },
    {
      items: ['a*=b*'],
      problems: ['MODEL_ALIASES[0] must name one model: * may stand before the = only'],
    },
    {
      items: ['a=x', 'b=x', 'A=y'],
      problems: ['MODEL_ALIASES[2] repeats the name of MODEL_ALIASES[0]'],
    },
    {
      items: ['claude-*=x', 'claude-*haiku*=y', 'claude-opus=z'],
      problems: [
        'MODEL_ALIASES[1] never applies after MODEL_ALIASES[0]',
        'MODEL_ALIASES[2] never applies after MODEL_ALIASES[0]',
      ],
    },
    {
      items: ['a=B', 'b=GLM-4.6'],
      problems: ['MODEL_ALIASES[0] must name a model, not the alias MODEL_ALIASES[1]'],
    },
    {
      items: ['a=A'],
      problems: ['MODEL_ALIASES[0] must name a model, not the alias MODEL_ALIASES[0]'],
    },
    {
      items: ['a', '=b', 'c=d'],
      problems: [
        'MODEL_ALIASES[0] must have the form name=model',
        'MODEL_ALIASES[1] has no name before the =',
      ],
    },
  ])('should tell what is wrong with $items', ({ items, problems }) => {
    expect(parseModelAliases(items).problems).toEqual(problems);
  });
});
