import { ChatOpenAI } from '@langchain/openai';
import { z } from 'zod';
import { answerWith } from '../../../src/simulator/answer';
import type { DialectName } from '../../../src/simulator/dialects/dialect';
import { Fleet } from '../../support/fleet';
import { TEST_KEY } from '../../support/gateway-process';

const Person = z.object({ name: z.string(), age: z.number().int() });
const person = { name: 'Ada', age: 36 };
const text = answerWith({ answer: 'Here it is:\n```json\n{"name": "Ada", "age": 36,}\n```' });
const call = answerWith({ calls: [{ name: 'Person', arguments: person }] });
const prose = answerWith({ answer: 'It is Ada.' });

describe.each<DialectName>(['web', 'official', 'vllm'])(
  'structured output of %s, as LangChain sees it',
  (dialect) => {
    let fleet: Fleet;

    beforeAll(async () => {
      fleet = await Fleet.start([dialect]);
    });

    afterAll(() => fleet.stop());

    const chat = (): ChatOpenAI =>
      new ChatOpenAI({
        model: 'GLM-4.5',
        apiKey: TEST_KEY,
        configuration: { baseURL: fleet.gateway.apiUrl },
        maxRetries: 0,
      });

    it.each([
      ['jsonSchema', text],
      ['jsonMode', text],
      ['functionCalling', call],
    ] as const)('should come by %s', async (method, reply) => {
      const model = chat().withStructuredOutput(Person, { method, name: 'Person' });
      fleet.script(dialect, reply);
      expect(await model.invoke('Who? As JSON.')).toEqual(person);
      fleet.script(dialect, prose, reply);
      expect(await model.invoke('Who? As JSON.')).toEqual(person);
    });

    it.each([
      ['jsonSchema', text],
      ['jsonMode', text],
      ['functionCalling', call],
    ] as const)('should be streamed by %s', async (method, reply) => {
      fleet.script(dialect, reply);
      const model = chat().withStructuredOutput(Person, { method, name: 'Person' });
      let last: unknown;
      for await (const value of await model.stream('Who? As JSON.')) last = value;
      expect(last).toEqual(person);
    });
  },
);
