import type { HttpService } from '@nestjs/axios';
import { Logger } from '@nestjs/common';
import { NEVER, type Observable, of, throwError } from 'rxjs';
import type { OpenAiUpstream } from '../../config/upstreams/upstream-definition';
import { LiveModelsService } from './live-models.service';

interface Ask {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
}

const VLLM: OpenAiUpstream = {
  name: 'vllm',
  protocol: 'openai',
  dialect: 'vllm',
  url: new URL('http://vllm:8000/v1/chat/completions'),
  apiKeys: [],
};
const ZAI: OpenAiUpstream = {
  ...VLLM,
  name: 'zai',
  dialect: 'zai',
  url: new URL('https://api.z.ai/api/paas/v4/chat/completions'),
  apiKeys: ['s3cr3t', 'other'],
};
const LIST = { data: [{ id: 'glm' }] };

/** Asks upstreams that answer as `answers` says, by host. */
function fetchFrom(
  upstreams: readonly OpenAiUpstream[],
  answers: Readonly<Record<string, Observable<unknown>>>,
): { readonly lists: ReadonlyMap<string, unknown> | undefined; readonly asks: readonly Ask[] } {
  const asks: Ask[] = [];
  const http = {
    get: (address: string, { headers }: { headers: Ask['headers'] }) => {
      asks.push({ address, headers });
      return answers[new URL(address).hostname];
    },
  };
  let lists: ReadonlyMap<string, unknown> | undefined;
  new LiveModelsService(http as unknown as HttpService)
    .fetch(upstreams)
    .subscribe((found) => (lists = found));
  jest.runAllTimers();
  return { lists, asks };
}

describe('LiveModelsService', () => {
  let warnings: jest.SpyInstance;

  beforeEach(() => {
    jest.useFakeTimers();
    warnings = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
  });
  afterEach(() => {
    jest.useRealTimers();
    warnings.mockRestore();
  });

  it('should ask beside the chat endpoint, with a key where there is one', () => {
    const answers = { vllm: of({ data: LIST }), 'api.z.ai': of({ data: LIST }) };
    const { lists, asks } = fetchFrom([VLLM, ZAI], answers);
    expect(asks).toEqual([
      { address: 'http://vllm:8000/v1/models', headers: {} },
      {
        address: 'https://api.z.ai/api/paas/v4/models',
        headers: { authorization: 'Bearer s3cr3t' },
      },
    ]);
    expect([...(lists ?? [])]).toEqual([
      ['vllm', [{ id: 'glm', contextWindow: undefined }]],
      ['zai', [{ id: 'glm', contextWindow: undefined }]],
    ]);
    expect(warnings).not.toHaveBeenCalled();
  });

  it.each([
    { it: 'refuses', answer: throwError(() => new Error('s3cr3t')) },
    { it: 'answers with a page', answer: of({ data: '<html>s3cr3t</html>' }) },
    { it: 'does not answer', answer: NEVER },
  ])('should do without an upstream that $it, and say so', ({ answer }) => {
    const { lists } = fetchFrom([VLLM, ZAI], { vllm: of({ data: LIST }), 'api.z.ai': answer });
    expect([...(lists?.keys() ?? [])]).toEqual(['vllm']);
    expect(warnings.mock.calls).toEqual([[{ event: 'model_list_failed', upstream: 'zai' }]]);
  });

  it('should ask nobody when there is nobody to ask', () => {
    expect(fetchFrom([], {})).toEqual({ lists: new Map(), asks: [] });
  });
});
