import { answerWith } from '../../../src/simulator/answer';
import type { DialectName } from '../../../src/simulator/dialects/dialect';
import { Fleet } from '../../support/fleet';
import { askForFormat, OBJECT_FORMAT, PERSON_FORMAT } from '../../support/structured-answers';

const json = '{"name":"Ada","age":36}';
const ways = [true, false];
const formats = [PERSON_FORMAT, OBJECT_FORMAT];

describe.each<readonly [Readonly<Record<string, string>>, string]>([
  [{ THINKING_PROCESSING: 'raw' }, 'Who? {"no":1}'],
  [{ THINKING_PROCESSING: 'strip' }, ''],
  [{ THINKING_FIELD: 'content' }, 'Who? {"no":1}'],
])('an answer in a format with %j', (environment, thought) => {
  it.each<DialectName>(['web', 'official', 'vllm'])(
    'should keep the reasoning of %s out of the JSON',
    async (dialect) => {
      const fleet = await Fleet.start([dialect], environment);
      for (const stream of ways) {
        for (const response_format of formats) {
          fleet.script(dialect, answerWith({ reasoning: 'Who? {"no":1}', answer: json }));
          const answer = await askForFormat(fleet.origin, stream, { response_format });
          expect(answer).toMatchObject({ content: json, reasoning: thought });
        }
      }
      await fleet.stop();
    },
  );
});
