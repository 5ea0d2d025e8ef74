import { answerWith } from '../../../src/simulator/answer';
import type { DialectName } from '../../../src/simulator/dialects/dialect';
import { Fleet } from '../../support/fleet';
import {
  askForFormat,
  OBJECT_FORMAT,
  PERSON_FORMAT,
  PERSON_SCHEMA,
} from '../../support/structured-answers';
import { askWithTools, declare } from '../../support/tool-answers';

const json = '{"name":"Ada","age":36}';

/** What a request for a format says to the upstream: its own format, and its first message. */
interface Said {
  readonly format: unknown;
  readonly system: string;
}

describe('a request for a format', () => {
  let fleet: Fleet;
  const dialects: readonly DialectName[] = ['web', 'official', 'vllm'];

  beforeAll(async () => {
    // Each upstream serves one model of its own, so that a request chooses.
    fleet = await Fleet.start(
      dialects.map((dialect) => ({ dialect, entry: { models: { [dialect]: 'glm-4.5' } } })),
    );
  });

  afterAll(() => fleet.stop());

  async function said(dialect: DialectName, fields: object): Promise<Said> {
    fleet.script(dialect, answerWith({ answer: json }));
    await askForFormat(fleet.origin, false, { model: dialect, ...fields });
    const [body = {}] = fleet.bodies(dialect, 1);
    const [first] = body['messages'] as readonly { readonly content: unknown }[];
    return { format: body['response_format'], system: JSON.stringify(first?.content) };
  }

  it('should be words alone at the web', async () => {
    const schema = await said('web', { response_format: PERSON_FORMAT });
    expect(schema.format).toBeUndefined();
    expect(schema.system).toContain('JSON Schema');
    expect(schema.system).toContain(JSON.stringify(JSON.stringify(PERSON_SCHEMA)).slice(1, -1));
    const object = await said('web', { response_format: OBJECT_FORMAT });
    expect(object.format).toBeUndefined();
    expect(object.system).toContain('one JSON object only');
  });

  it('should be an object with the schema in words at the official API', async () => {
    const schema = await said('official', { response_format: PERSON_FORMAT });
    expect(schema.format).toEqual({ type: 'json_object' });
    expect(schema.system).toContain('JSON Schema');
    const object = await said('official', { response_format: OBJECT_FORMAT });
    expect(object.format).toEqual({ type: 'json_object' });
    expect(object.system).toContain('one JSON object only');
  });

  it('should be handed on to vLLM without words', async () => {
    const schema = await said('vllm', { response_format: PERSON_FORMAT });
    expect(schema).toEqual({ format: PERSON_FORMAT, system: '"Who?"' });
    const object = await said('vllm', { response_format: OBJECT_FORMAT });
    expect(object).toEqual({ format: OBJECT_FORMAT, system: '"Who?"' });
  });

  it.each(dialects)('should be words at %s when the model may call tools', async (dialect) => {
    const tools = [declare('lookup', { name: { type: 'string' } })];
    const fields = { model: dialect, tools, response_format: PERSON_FORMAT };
    expect(await said(dialect, fields)).toMatchObject({
      format: undefined,
      system: expect.stringContaining('This holds for answers, not for function calls.') as string,
    });
    for (const stream of [true, false]) {
      const call = { name: 'lookup', arguments: { name: 'Ada' } };
      fleet.script(dialect, answerWith({ calls: [call] }));
      const called = await askWithTools(fleet.origin, stream, fields);
      expect(called.calls.map((one) => one.function.arguments)).toEqual(['{"name":"Ada"}']);
      fleet.script(dialect, answerWith({ answer: `Here:\n${json}` }));
      const told = await askWithTools(fleet.origin, stream, fields);
      expect(told).toMatchObject({ content: json, calls: [], finishReason: 'stop' });
    }
  });
});
