import type { Request, Response } from 'express';
import type { GenerationSummary } from '../../protocol/generation-tally';
import { StreamSummary } from '../http/stream-summary';
import { describeAnswer, describeRequest } from './describe-exchange';

const SUMMARY: GenerationSummary = {
  textLength: 8,
  reasoningLength: 2,
  toolCalls: 0,
  excerpt: 'It is 4.',
  finishReason: 'stop',
  usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5, estimated: false },
  errorCode: undefined,
};

describe('describeRequest', () => {
  it('should tell what was asked, by whom, and how large it was', () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
    ];
    expect(descriptionOf({ model: 'GLM-4.5', stream: true, messages })).toEqual({
      method: 'POST',
      path: '/v1/chat/completions',
      key_id: 'key_1',
      body_bytes: 120,
      model: 'GLM-4.5',
      stream: true,
      messages: 2,
      excerpt: 'Hi',
    });
  });

  it.each<{ it: string; body: unknown }>([
    { it: 'no body', body: undefined },
    { it: 'a body that is no object', body: [1] },
  ])('should tell only the path of a request with $it', ({ body }) => {
    expect(Object.keys(descriptionOf(body))).toEqual(['method', 'path', 'key_id']);
  });

  it('should take any shape of the fields', () => {
    expect(descriptionOf({ model: 7, stream: 'yes', messages: 7 })).toMatchObject({
      model: null,
      stream: false,
      messages: null,
      excerpt: null,
    });
    for (const content of [null, undefined, [], [{ type: 'image_url' }], 7]) {
      expect(descriptionOf({ messages: [{ role: 'user', content }] })).toMatchObject({
        excerpt: null,
      });
    }
    expect(descriptionOf({ messages: [] })).toMatchObject({ messages: 0, excerpt: null });
  });

  it.each<{ body: object; messages: number | null }>([
    {
      body: { messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }] },
      messages: 1,
    },
    { body: { input: [{ role: 'user', content: 'Hi' }] }, messages: 1 },
    { body: { input: 'Hi' }, messages: null },
  ])('should tell the last text of $body', ({ body, messages }) => {
    expect(descriptionOf(body)).toMatchObject({ messages, excerpt: 'Hi' });
  });

  it('should shorten what is long and show no header', () => {
    const description = descriptionOf({
      model: 'x'.repeat(5000),
      messages: [{ role: 'user', content: 'y'.repeat(5000) }],
    });
    expect(JSON.stringify(description).length).toBeLessThan(500);
    expect(JSON.stringify(description)).not.toContain('s3cr3t');
  });
});

describe('describeAnswer', () => {
  it('should tell how long an answer was and how it began', () => {
    expect(describeAnswer(new StreamSummary('completed', SUMMARY, 12.6))).toEqual({
      text_length: 8,
      reasoning_length: 2,
      excerpt: 'It is 4.',
    });
  });
});

function descriptionOf(body: unknown): Readonly<Record<string, unknown>> {
  const request = {
    method: 'POST',
    path: '/v1/chat/completions',
    headers: { 'content-length': '120', authorization: 'Bearer s3cr3t' },
    body,
  } as unknown as Request;
  const response = {
    locals: { context: { requestId: 'request-1', keyId: 'key_1' } },
  } as unknown as Response;
  return describeRequest(request, response);
}
