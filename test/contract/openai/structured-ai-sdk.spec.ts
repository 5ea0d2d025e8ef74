import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, type LanguageModel, Output, streamText } from 'ai';
import { z } from 'zod';
import { answerWith } from '../../../src/simulator/answer';
import type { DialectName } from '../../../src/simulator/dialects/dialect';
import { Fleet } from '../../support/fleet';
import { TEST_KEY } from '../../support/gateway-process';

const schema = z.object({ name: z.string(), age: z.number().int() });
const person = { name: 'Ada', age: 36 };
const answer = "Here it is:\n```json\n{'name': 'Ada', 'age': 36}\n```";

describe.each<DialectName>(['web', 'official', 'vllm'])(
  'objects of %s, as the AI SDK sees them',
  (dialect) => {
    let fleet: Fleet;

    beforeAll(async () => {
      fleet = await Fleet.start([dialect]);
    });

    afterAll(() => fleet.stop());

    const ask = (): { readonly model: LanguageModel; prompt: string; maxRetries: number } => ({
      model: createOpenAICompatible({
        name: 'gateway',
        baseURL: fleet.gateway.apiUrl,
        apiKey: TEST_KEY,
        supportsStructuredOutputs: true,
      })('GLM-4.5'),
      prompt: 'Who?',
      maxRetries: 0,
    });

    it.each([
      ['an object of a schema', Output.object({ schema })],
      ['any JSON', Output.json()],
    ])('should generate %s', async (_case, output) => {
      fleet.script(dialect, answerWith({ reasoning: 'Who?', answer }));
      expect((await generateText({ ...ask(), output })).output).toEqual(person);
    });

    it('should generate an object that was asked for twice', async () => {
      fleet.script(dialect, answerWith({ answer: 'Ada' }), answerWith({ answer }));
      const { output } = await generateText({ ...ask(), output: Output.object({ schema }) });
      expect(output).toEqual(person);
    });

    it('should stream an object', async () => {
      fleet.script(dialect, answerWith({ reasoning: 'Who?', answer }));
      const result = streamText({ ...ask(), output: Output.object({ schema }) });
      let last: unknown;
      for await (const partial of result.partialOutputStream) last = partial;
      expect(last).toEqual(person);
    });
  },
);
