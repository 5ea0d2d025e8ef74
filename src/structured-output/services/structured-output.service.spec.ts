import { generationRequest, userMessage } from '../../../test/support/generation-requests';
import { planOf, REJECTED, schemaFormat } from '../../../test/support/formats';
import type { GenerationRequest, Message } from '../../protocol/generation-request';
import { StructuredOutputService } from './structured-output.service';

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 3 } },
  required: ['city', 'days'],
};
const object = { type: 'json-object' } as const;
const place = { ...schemaFormat(schema, true), description: 'A place.' };
const list = schemaFormat({ type: 'array' });

describe('StructuredOutputService', () => {
  it('should have no plan for text', () => {
    const abilities = { tools: false, toolChoice: false, outputFormat: 'text' } as const;
    const service = new StructuredOutputService();
    expect(service.prepare(generationRequest(), abilities)).toBeUndefined();
  });

  it.each([
    ['text', object, { type: 'text' }],
    ['json-object', object, object],
    ['json-schema', object, object],
    ['text', place, { type: 'text' }],
    ['json-object', place, object],
    ['json-schema', place, place],
    ['json-object', list, { type: 'text' }],
  ] as const)('should ask an upstream that takes %s for %j by %j', (native, format, sent) => {
    expect(planOf(format, native).request.outputFormat).toEqual(sent);
  });

  it('should tell the model the schema and an example of it', () => {
    const [system, user] = planOf(place).request.messages;
    const prompt = textOf(system);
    const [, written = ''] = /<schema>\n(.*)\n<\/schema>/.exec(prompt) ?? [];
    expect({ $schema: schema.$schema, ...(JSON.parse(written) as object) }).toEqual(schema);
    expect(prompt).toContain('A place.');
    expect(JSON.parse(prompt.split('\n').at(-1) ?? '')).toEqual({ city: 'text', days: 3 });
    expect(prompt).not.toContain('function calls');
    expect(user).toEqual(userMessage('Hello!'));
  });

  it('should tell the model to answer with an object', () => {
    expect(textOf(planOf(object, 'json-object').request.messages[0])).toContain('JSON object only');
  });

  it('should leave the messages alone where the upstream enforces schemas', () => {
    for (const format of [place, object]) {
      expect(planOf(format, 'json-schema').request.messages).toEqual([userMessage('Hello!')]);
    }
  });

  it('should show the model its answer and what is wrong with it', () => {
    const plan = planOf(place);
    const corrected = plan.correct(plan.request, { ...REJECTED, problem: 'city is missing.' });
    const [answer, correction] = corrected.messages.slice(-2);
    expect(answer).toMatchObject({ role: 'assistant', toolCalls: [] });
    expect(textOf(answer)).toBe('No.');
    expect(correction?.role).toBe('user');
    expect(textOf(correction)).toContain('city is missing.');
    expect(corrected.messages.slice(0, -2)).toEqual(plan.request.messages);
  });

  it('should show neither an empty answer nor an endless one', () => {
    const plan = planOf(place);
    const correct = (said: string): GenerationRequest =>
      plan.correct(plan.request, { ...REJECTED, said });
    expect(correct(' ').messages).toHaveLength(plan.request.messages.length + 1);
    expect(textOf(correct('x'.repeat(1_000_000)).messages.at(-2)).length).toBeLessThan(40_000);
  });

  it('should except function calls where there are functions', () => {
    const tools = [{ name: 'ping', description: undefined, parameters: {}, strict: false }];
    const abilities = { tools: true, toolChoice: true, outputFormat: 'text' } as const;
    const request = generationRequest({ outputFormat: object, tools });
    const plan = new StructuredOutputService().prepare(request, abilities);
    expect(textOf(plan?.request.messages[0])).toContain('not for function calls');
  });
});

function textOf(message: Message | undefined): string {
  return message?.content.map((part) => (part.type === 'text' ? part.text : '')).join('') ?? '';
}
