import { extract, hear, toolOf } from '../../../../test/support/extraction';
import {
  type PromptPolicy,
  renderCorrection,
  renderReminder,
  renderToolPrompt,
} from './render-tool-prompt';

const tool = toolOf(
  'book_trip',
  {
    stops: {
      type: 'array',
      items: {
        type: 'object',
        properties: { city: { type: 'string' }, mode: { enum: ['rail', 'air'], default: 'rail' } },
        required: ['city'],
      },
      minItems: 1,
    },
  },
  { required: ['stops'], description: 'Books a <trip> & "hotel".' },
);
const auto: PromptPolicy = { format: 'glm', choice: { type: 'auto' }, allowsParallelCalls: true };
const formats = ['glm', 'json'] as const;

describe('renderToolPrompt', () => {
  it.each(formats)('should carry the whole schema of every tool in %s', (format) => {
    const prompt = renderToolPrompt([tool, toolOf('ping')], { ...auto, format });
    const lines = /<tools>\n([\s\S]*)\n<\/tools>/.exec(prompt)?.[1]?.split('\n') ?? [];
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { name: tool.name, description: tool.description, parameters: tool.parameters },
      { name: 'ping', parameters: toolOf('ping').parameters },
    ]);
  });

  it.each(formats)('should show an example in %s that is read as a valid call', (format) => {
    const prompt = renderToolPrompt([tool], { ...auto, format });
    const example = /For example:\n([\s\S]*?)\n\n/.exec(prompt)?.[1] ?? '';
    expect(hear(extract([tool], [example]))).toMatchObject({
      text: '',
      calls: [{ name: 'book_trip', json: '{"stops":[{"city":"text"}]}' }],
      end: 'tool-calls',
    });
  });

  it('should say how many calls there may be', () => {
    expect(renderToolPrompt([tool], auto)).toContain('Several calls');
    const one = renderToolPrompt([tool], { ...auto, allowsParallelCalls: false });
    expect(one).toContain('one call only');
    expect(one).not.toContain('Several calls');
  });

  it('should be the same text for the same tools', () => {
    expect(renderToolPrompt([tool], auto)).toBe(renderToolPrompt([tool], auto));
  });
});

describe('what a model is reminded of', () => {
  it.each([
    [{ type: 'auto' }, 'when it helps'],
    [{ type: 'required' }, 'must call at least one function'],
    [{ type: 'function', name: 'book_trip' }, 'must call book_trip'],
  ] as const)('should fit the choice %j', (choice, text) => {
    const policy = { ...auto, choice };
    expect(renderToolPrompt([tool], policy)).toContain(text);
    expect(renderReminder(policy)).toContain(text);
    expect(renderCorrection('no function was called.', policy)).toContain(text);
  });

  it('should name the form', () => {
    expect(renderReminder(auto)).toContain('<arg_key>');
    expect(renderReminder({ ...auto, format: 'json' })).toContain('"tool_calls"');
  });
});
