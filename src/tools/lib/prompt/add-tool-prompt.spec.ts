import { toolOf } from '../../../../test/support/extraction';
import { generationRequest } from '../../../../test/support/generation-requests';
import type { GenerationRequest, Message } from '../../../protocol/generation-request';
import { addCorrection, addToolPrompt } from './add-tool-prompt';
import type { PromptPolicy } from './render-tool-prompt';

const tools = [toolOf('ping')];
const policy: PromptPolicy = { format: 'glm', choice: { type: 'auto' }, allowsParallelCalls: true };
const user: Message = { role: 'user', content: [{ type: 'text', text: 'Hi' }] };
const system = (text: string): Message => ({ role: 'system', content: [{ type: 'text', text }] });
const request = (...messages: readonly Message[]): GenerationRequest =>
  generationRequest({ messages, tools });

describe('addToolPrompt', () => {
  it('should put the tools into a first system message and a reminder at the end', () => {
    const { messages } = addToolPrompt(request(user), tools, policy);
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'system']);
    expect(textOf(messages[0])).toContain('# Tools');
    expect(textOf(messages[2])).toMatch(/^Reminder/);
  });

  it('should add the tools to the first system message there is, once', () => {
    const { messages } = addToolPrompt(request(system('A'), user, system('B')), tools, policy);
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'system', 'system']);
    expect(textOf(messages[0])).toMatch(/^A\n# Tools/);
    expect(textOf(messages[2])).toBe('B');
  });
});

describe('addCorrection', () => {
  const rejection = {
    type: 'rejection',
    demand: 'calls',
    problem: 'days must be integer.',
    said: 'Let me see.\n',
    calls: [{ id: 'call_1', name: 'ping', arguments: '{"days":"x"}' }],
    sentCalls: 0,
    hasSentText: false,
  } as const;

  it('should show the model what it wrote, in the form that is asked for, and what was wrong', () => {
    const { messages } = addCorrection(request(user), rejection, policy);
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(textOf(messages[1])).toBe(
      'Let me see.\n\n<tool_call>ping\n<arg_key>days</arg_key>\n<arg_value>x</arg_value>\n</tool_call>',
    );
    expect(textOf(messages[2])).toContain('days must be integer.');
    expect(textOf(messages[2])).not.toContain('do not repeat');
  });

  it('should say which calls need no repeating', () => {
    const { messages } = addCorrection(request(user), { ...rejection, sentCalls: 1 }, policy);
    expect(textOf(messages[2])).toContain('do not repeat');
  });

  it('should not invent an empty answer', () => {
    const silent = { ...rejection, said: ' ', calls: [] };
    const { messages } = addCorrection(request(user), silent, policy);
    expect(messages.map(({ role }) => role)).toEqual(['user', 'user']);
  });
});

function textOf(message: Message | undefined): string {
  const parts = message?.content ?? [];
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}
