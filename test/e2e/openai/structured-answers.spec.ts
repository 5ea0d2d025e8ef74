import { answerWith } from '../../../src/simulator/answer';
import type { DialectName } from '../../../src/simulator/dialects/dialect';
import type { Reply } from '../../../src/simulator/simulator-server';
import { Fleet } from '../../support/fleet';
import { askForFormat, OBJECT_FORMAT, PERSON_FORMAT } from '../../support/structured-answers';

const person = { name: 'Ada', age: 36 };
const json = JSON.stringify(person);
const ways = [true, false];
const formats = [PERSON_FORMAT, OBJECT_FORMAT];

const cut: Reply = (exchange) => {
  exchange.say('{"name": "Ad');
  exchange.finish('length');
};

describe.each<DialectName>(['web', 'official', 'vllm'])(
  'answers in a format from %s',
  (dialect) => {
    let fleet: Fleet;

    beforeAll(async () => {
      fleet = await Fleet.start([dialect]);
    });

    afterAll(() => fleet.stop());

    it.each([
      ['alone', json],
      ['in a fence', `\`\`\`json\n${json}\n\`\`\``],
      ['with prose around it', `Sure, here it is:\n\n${json}\n\nAnything else?`],
      ['in a fence with prose around it', `Sure:\n\`\`\`\n${json}\n\`\`\`\nDone.`],
      ['with a trailing comma', '{"name": "Ada", "age": 36,}'],
      ['in single quotes', "{'name': 'Ada', 'age': 36}"],
      ['after a thought', `<think>Is it {"a": 1}?</think>${json}`],
      ['with a comment', '{"name": "Ada", // her name\n"age": 36}'],
    ])('should be JSON when the model writes it %s', async (_case, answer) => {
      for (const stream of ways) {
        for (const response_format of formats) {
          fleet.script(dialect, answerWith({ answer }));
          const { content, finishReason } = await askForFormat(fleet.origin, stream, {
            response_format,
          });
          expect(JSON.parse(content)).toEqual(person);
          expect(finishReason).toBe('stop');
        }
      }
    });

    it('should be asked for again when there was reasoning alone', async () => {
      for (const stream of ways) {
        fleet.script(dialect, answerWith({ reasoning: 'Ada.' }), answerWith({ answer: json }));
        const { content } = await askForFormat(fleet.origin, stream, {
          response_format: PERSON_FORMAT,
        });
        expect(JSON.parse(content)).toEqual(person);
      }
    });

    it('should be asked for again when it is prose', async () => {
      for (const stream of ways) {
        for (const response_format of formats) {
          fleet.script(dialect, answerWith({ answer: 'It is Ada.' }), answerWith({ answer: json }));
          const { content } = await askForFormat(fleet.origin, stream, { response_format });
          expect(JSON.parse(content)).toEqual(person);
          const [, second] = fleet.bodies(dialect, 2);
          expect(JSON.stringify(second)).toContain('It is Ada.');
          expect(JSON.stringify(second)).toContain('the answer is not JSON');
        }
      }
    });

    it('should count the tokens of both answers', async () => {
      const ask = { response_format: PERSON_FORMAT };
      for (const stream of ways) {
        fleet.script(dialect, answerWith({ answer: json }));
        const once = await askForFormat(fleet.origin, stream, ask);
        fleet.script(dialect, answerWith({ answer: 'No.' }), answerWith({ answer: json }));
        const twice = await askForFormat(fleet.origin, stream, ask);
        expect(twice.usage?.['completion_tokens']).toBe(
          (once.usage?.['completion_tokens'] ?? 0) + 1,
        );
        expect(twice.usage?.['prompt_tokens']).toBeGreaterThan(once.usage?.['prompt_tokens'] ?? 0);
      }
    });

    it('should fail with a typed error when the second one is no better', async () => {
      for (const stream of ways) {
        const before = fleet.upstream(dialect).exchanges.length;
        fleet.script(dialect, answerWith({ answer: 'No.' }), answerWith({ answer: 'Never.' }));
        const answer = await askForFormat(fleet.origin, stream, { response_format: PERSON_FORMAT });
        expect(answer.status).toBe(502);
        expect(answer.error).toMatchObject({
          type: 'upstream_error',
          code: 'structured_output_failed',
        });
        expect(answer.headers.get('x-should-retry')).toBe('false');
        expect(fleet.upstream(dialect).exchanges).toHaveLength(before + 2);
      }
    });
  },
);

describe.each<DialectName>(['official', 'vllm'])('a cut answer from %s', (dialect) => {
  it('should come as it is', async () => {
    const fleet = await Fleet.start([dialect]);
    for (const stream of ways) {
      for (const response_format of formats) {
        fleet.script(dialect, cut);
        const answer = await askForFormat(fleet.origin, stream, { response_format });
        expect(answer).toMatchObject({ content: '{"name": "Ad', finishReason: 'length' });
      }
    }
    await fleet.stop();
  });
});

describe.each<DialectName>(['web', 'official'])(
  'an answer from %s that misses the schema',
  (dialect) => {
    it('should be asked for again', async () => {
      const fleet = await Fleet.start([dialect]);
      for (const stream of ways) {
        const ask = { response_format: PERSON_FORMAT };
        fleet.script(
          dialect,
          answerWith({ answer: '{"name":"Ada"}' }),
          answerWith({ answer: json }),
        );
        expect(JSON.parse((await askForFormat(fleet.origin, stream, ask)).content)).toEqual(person);
        const [, second] = fleet.bodies(dialect, 2);
        expect(JSON.stringify(second)).toContain("must have required property 'age'");
      }
      await fleet.stop();
    });
  },
);
