import type OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { answerWith } from '../../../src/simulator/answer';
import type { DialectName } from '../../../src/simulator/dialects/dialect';
import { Fleet } from '../../support/fleet';

const Person = z.object({ name: z.string(), age: z.number().int() });
const person = { name: 'Ada', age: 36 };
const question = { model: 'GLM-4.5', messages: [{ role: 'user' as const, content: 'Who?' }] };
const answer = 'Here it is:\n```json\n{"name": "Ada", "age": 36,}\n```';

describe.each<DialectName>(['web', 'official', 'vllm'])(
  'output formats of %s, as the client of OpenAI sees them',
  (dialect) => {
    let fleet: Fleet;
    let client: OpenAI;

    beforeAll(async () => {
      fleet = await Fleet.start([dialect]);
      client = fleet.openAi();
    });

    afterAll(() => fleet.stop());

    it('should parse an answer', async () => {
      fleet.script(dialect, answerWith({ reasoning: 'Who?', answer }));
      const completion = await client.chat.completions.parse({
        ...question,
        response_format: zodResponseFormat(Person, 'person'),
      });
      expect(completion.choices[0]?.message.parsed).toEqual(person);
    });

    it('should parse an answer that is streamed', async () => {
      fleet.script(dialect, answerWith({ reasoning: 'Who?', answer }));
      const helper = client.chat.completions.stream({
        ...question,
        response_format: zodResponseFormat(Person, 'person'),
      });
      const final = await helper.finalChatCompletion();
      expect(final.choices[0]?.message.parsed).toEqual(person);
    });

    it('should parse an answer that was asked for twice', async () => {
      fleet.script(dialect, answerWith({ answer: 'Ada, 36' }), answerWith({ answer }));
      const completion = await client.chat.completions.parse({
        ...question,
        response_format: zodResponseFormat(Person, 'person'),
      });
      expect(completion.choices[0]?.message.parsed).toEqual(person);
    });

    it('should answer with an object', async () => {
      fleet.script(dialect, answerWith({ answer }));
      const completion = await client.chat.completions.create({
        ...question,
        response_format: { type: 'json_object' },
      });
      expect(JSON.parse(completion.choices[0]?.message.content ?? '')).toEqual(person);
    });

    it('should not try again what failed twice', async () => {
      const before = fleet.upstream(dialect).exchanges.length;
      fleet.script(dialect, answerWith({ answer: 'No.' }), answerWith({ answer: 'No!' }));
      const failed = client.chat.completions.create(
        { ...question, response_format: { type: 'json_object' } },
        { maxRetries: 2 },
      );
      await expect(failed).rejects.toMatchObject({ status: 502, code: 'structured_output_failed' });
      expect(fleet.upstream(dialect).exchanges).toHaveLength(before + 2);
    });
  },
);
