import { answerWith } from '../../../src/simulator/answer';
import type { DialectName } from '../../../src/simulator/dialects/dialect';
import { ask, postChat } from '../../support/chat';
import { Fleet } from '../../support/fleet';
import { readError } from '../../support/read-error';
import { askWithTools, declare } from '../../support/tool-answers';

const ways = [true, false];
const city = { city: { type: 'string' } };
const tools = [declare('get_weather', city, { required: ['city'] }), declare('ping')];
const strictTools = [declare('get_weather', city, { required: ['city'], strict: true })];
const named = { type: 'function', function: { name: 'get_weather' } };
const call = answerWith({ calls: [{ name: 'get_weather', arguments: { city: 'Paris' } }] });
const prose = answerWith({ answer: 'No.' });
const paris = ['{"city":"Paris"}'];

/** The choice as each upstream is told it, natively. */
const TOLD: Readonly<Record<string, Readonly<Partial<Record<DialectName, unknown>>>>> = {
  required: { vllm: 'required' },
  named: { vllm: named },
  auto: { vllm: 'auto' },
};

describe.each<DialectName>(['official', 'vllm'])('the choice of a tool at %s', (dialect) => {
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await Fleet.start([dialect]);
  });

  afterAll(() => fleet.stop());

  it.each([
    ['required', 'required'],
    ['named', named],
  ])('should be obeyed when a call is %s, or asked for once more', async (kind, choice) => {
    const fields = { tools, tool_choice: choice };
    for (const stream of ways) {
      fleet.script(dialect, call);
      const first = await askWithTools(fleet.origin, stream, fields);
      expect(first.calls.map((one) => one.function.arguments)).toEqual(paris);
      expect(fleet.bodies(dialect, 1)[0]?.['tool_choice']).toEqual(TOLD[kind]?.[dialect]);

      fleet.script(dialect, prose, call);
      const second = await askWithTools(fleet.origin, stream, fields);
      expect(second.calls.map((one) => one.function.arguments)).toEqual(paris);
      expect(second).toMatchObject({ content: null, finishReason: 'tool_calls' });

      const before = fleet.upstream(dialect).exchanges.length;
      fleet.script(dialect, prose, prose);
      const failed = await postChat(fleet.origin, ask('x', { stream, ...fields }));
      expect(failed.status).toBe(502);
      expect(await readError(failed)).toMatchObject({ code: 'tool_call_failed' });
      expect(failed.headers.get('x-should-retry')).toBe('false');
      expect(fleet.upstream(dialect).exchanges).toHaveLength(before + 2);
    }
  });

  it('should not accept another function than the one that is named', async () => {
    for (const stream of ways) {
      fleet.script(dialect, answerWith({ calls: [{ name: 'ping', arguments: {} }] }), call);
      const fields = { tools, tool_choice: named };
      const { calls } = await askWithTools(fleet.origin, stream, fields);
      expect(calls.map((one) => one.function.name)).toEqual(['get_weather']);
    }
  });

  it('should be nobody’s when there is to be none', async () => {
    for (const stream of ways) {
      fleet.script(dialect, answerWith({ answer: 'Fine.' }));
      const answer = await askWithTools(fleet.origin, stream, { tools, tool_choice: 'none' });
      expect([answer.content?.trim(), answer.calls]).toEqual(['Fine.', []]);
      expect(fleet.bodies(dialect, 1)[0]).not.toHaveProperty('tools');
    }
  });

  it('should be the model’s otherwise', async () => {
    fleet.script(dialect, call);
    await askWithTools(fleet.origin, false, { tools });
    expect(fleet.bodies(dialect, 1)[0]?.['tool_choice']).toEqual(TOLD['auto']?.[dialect]);
  });

  it('should hold the model to the parameters of a strict tool', async () => {
    for (const stream of ways) {
      fleet.script(dialect, answerWith({ calls: [{ name: 'get_weather', arguments: {} }] }), call);
      const { calls } = await askWithTools(fleet.origin, stream, { tools: strictTools });
      expect(calls.map((one) => one.function.arguments)).toEqual(paris);
      expect(JSON.stringify(fleet.bodies(dialect, 1)[0])).toContain("required property 'city'");
    }
  });
});
