import { toolOf } from '../../../../test/support/extraction';
import { GatewayError } from '../../../protocol/gateway-error';
import type { StreamPart } from '../../../protocol/stream-part';
import type { ToolChoice } from '../../../protocol/tool-definition';
import { runTransform } from '../../../protocol/transform';
import type { Rejection } from '../../../protocol/rejection';
import { CallCheck } from './check-calls';

const city = { city: { type: 'string' } };
const strict = toolOf('strict_one', city, { required: ['city'], strict: true });
const loose = toolOf('loose_one', city, { required: ['city'] });
const stop: StreamPart = { type: 'finish', reason: 'stop' };
const toolCalls: StreamPart = { type: 'finish', reason: 'tool-calls' };
const broken: StreamPart = {
  type: 'error',
  error: new GatewayError('upstream-failed', 'x', { code: 'invalid_tool_call' }),
};
const text = (said: string): StreamPart => ({ type: 'text', text: said });

function call(name: string, index: number, json: string): readonly StreamPart[] {
  return [
    { type: 'tool-input-start', index, id: `call_${String(index)}`, name },
    { type: 'tool-input-delta', index, delta: json.slice(0, 3) },
    { type: 'tool-input-delta', index, delta: json.slice(3) },
    { type: 'tool-input-end', index },
  ];
}

function check(
  choice: ToolChoice['type'],
  parts: readonly StreamPart[],
): ReturnType<CallCheck['push']> {
  const wanted: ToolChoice =
    choice === 'function' ? { type: choice, name: 'loose_one' } : { type: choice };
  return runTransform(new CallCheck([strict, loose], wanted), parts);
}

describe('CallCheck', () => {
  const good = '{"city":"Paris"}';
  const bad = '{"city":5}';

  it('should pass everything on where nothing is demanded', () => {
    const parts = [text('Hm'), ...call('loose_one', 0, bad), toolCalls];
    expect(check('auto', parts)).toEqual(parts);
  });

  it.each(['required', 'function'] as const)(
    'should reject an answer without a call for %s',
    (choice) => {
      expect(check(choice, [text('No.'), stop])).toEqual([
        expect.objectContaining<Partial<Rejection>>({
          type: 'rejection',
          demand: 'calls',
          said: 'No.',
          sentCalls: 0,
          hasSentText: false,
        }),
      ]);
    },
  );

  it('should hold text back until the required call is there', () => {
    const checker = new CallCheck([strict, loose], { type: 'required' });
    expect(checker.push(text('Let me see'))).toEqual([]);
    const passed = call('loose_one', 0, good).flatMap((part) => checker.push(part));
    expect(passed).toEqual([text('Let me see'), ...call('loose_one', 0, good)]);
    expect(checker.push(text('after'))).toEqual([text('after')]);
    expect(checker.push(toolCalls)).toEqual([toolCalls]);
  });

  it('should let reasoning through at once', () => {
    const checker = new CallCheck([loose], { type: 'required' });
    const reasoning: StreamPart = { type: 'reasoning', text: 'Hm' };
    expect(checker.push(reasoning)).toEqual([reasoning]);
  });

  it.each([
    ['auto', 'strict_one'],
    ['required', 'loose_one'],
    ['function', 'loose_one'],
  ] as const)('should check the arguments with %s of %s', (choice, name) => {
    const parts = [...call(name, 0, good), toolCalls];
    expect(check(choice, parts)).toEqual(parts);
    const [rejection, ...rest] = check(choice, [...call(name, 0, bad), toolCalls]);
    expect(rest).toEqual([]);
    expect(rejection).toMatchObject({
      type: 'rejection',
      demand: 'calls',
      problem: expect.stringContaining('city must be string') as string,
      calls: [{ id: 'call_0', name, arguments: bad }],
    });
  });

  it('should reject a call of what is not offered, where a call is required', () => {
    const parts = [...call('another', 0, good), toolCalls];
    expect(check('auto', parts)).toEqual(parts);
    expect(check('function', parts)).toMatchObject([
      { type: 'rejection', demand: 'calls', calls: [{ name: 'another' }] },
    ]);
  });

  it('should know which calls were sent before the rejected one', () => {
    const parts = [text('Two:'), ...call('strict_one', 0, good), ...call('strict_one', 1, bad)];
    const checked = check('auto', parts);
    expect(checked.slice(0, -1)).toEqual(parts.slice(0, 5));
    expect(checked.at(-1)).toMatchObject({ sentCalls: 1, hasSentText: true });
  });

  it('should reject a strict call that broke off, and pass on other errors', () => {
    const begun = call('strict_one', 0, good).slice(0, 2);
    expect(check('auto', [...begun, broken])).toMatchObject([
      {
        type: 'rejection',
        demand: 'calls',
        problem: expect.stringContaining('not complete') as string,
      },
    ]);
    const other: StreamPart = { type: 'error', error: new GatewayError('upstream-failed', 'x') };
    expect(check('required', [text('a'), other])).toEqual([text('a'), other]);
    const loosely = [...call('loose_one', 0, good).slice(0, 2), broken];
    expect(check('auto', loosely)).toEqual(loosely);
  });

  it('should give out a call that the length limit cut', () => {
    const cut: StreamPart = { type: 'finish', reason: 'length' };
    const parts = [...call('strict_one', 0, good).slice(0, 2), cut];
    expect(check('auto', parts)).toEqual(parts);
  });

  it('should say nothing after a rejection', () => {
    const parts = [
      ...call('strict_one', 0, bad),
      text('more'),
      ...call('strict_one', 1, good),
      stop,
    ];
    expect(check('auto', parts)).toHaveLength(1);
  });
});
