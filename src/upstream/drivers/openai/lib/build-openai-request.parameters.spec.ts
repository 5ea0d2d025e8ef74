import { failureOf } from '../../../../../test/support/failure';
import { generationRequest } from '../../../../../test/support/generation-requests';
import { nest } from '../../../../../test/support/nest';
import { ALL_DIALECTS, openAiBody, SELF_HOSTED } from '../../../../../test/support/openai-bodies';
import type { UpstreamDialect } from '../../../../config/upstreams/upstream-definition';
import { ignoredParameters } from './build-openai-request';
import { DIALECT_FACTS } from './dialects';

type Parameters = Readonly<Record<string, unknown>>;

function ignoredBy(dialect: UpstreamDialect, otherParameters: Parameters): readonly string[] {
  return ignoredParameters(generationRequest({ otherParameters }), DIALECT_FACTS[dialect]);
}

describe('the further parameters of a request', () => {
  const HOSTILE = JSON.parse(
    '{"__proto__":{"stream":false},"constructor":1,"api_base":"http://x","base_url":"http://x","api_key":"k","extra_headers":{},"extra_body":{},"model":"other","stream":false,"messages":[],"n":2,"custom_llm_provider":"x"}',
  ) as Parameters;

  it.each(ALL_DIALECTS)('should not reach %s, unless it is known to take them', (dialect) => {
    const otherParameters = HOSTILE;
    expect(openAiBody({ dialect, request: { otherParameters } })).toEqual(openAiBody({ dialect }));
    expect(Object.hasOwn(openAiBody({ dialect, request: { otherParameters } }), '__proto__')).toBe(
      false,
    );
    const ignored = ignoredParameters(
      generationRequest({ otherParameters }),
      DIALECT_FACTS[dialect],
    );
    expect(ignored).toEqual(Object.keys(HOSTILE));
  });

  it('should be refused where they nest deeper than anybody writes, and ignored where unknown', () => {
    const seed = { otherParameters: { seed: nest(50_000) } };
    expect(failureOf(() => openAiBody({ dialect: 'zai', request: seed }))).toMatchObject({
      kind: 'invalid-request',
      param: 'seed',
    });
    const metadata = { otherParameters: { store: nest(50_000) } };
    expect(openAiBody({ dialect: 'zai', request: metadata })).toEqual(
      openAiBody({ dialect: 'zai' }),
    );
  });

  const sampling = {
    seed: 7,
    presence_penalty: 1,
    frequency_penalty: 1,
    logit_bias: { 5: 1 },
  };
  const own = { top_k: 5, min_p: 0.1, min_tokens: 1, repetition_penalty: 1.1, ignore_eos: true };

  it.each<{ dialect: UpstreamDialect; given: object; body: object; ignored: readonly string[] }>([
    {
      dialect: 'zai',
      given: { ...sampling, do_sample: false },
      body: { seed: 7, do_sample: false },
      ignored: ['presence_penalty', 'frequency_penalty', 'logit_bias'],
    },
    ...SELF_HOSTED.map((dialect) => ({
      dialect,
      given: { ...sampling, ...own, do_sample: false },
      body: { ...sampling, ...own },
      ignored: ['do_sample'],
    })),
    {
      dialect: 'generic',
      given: { ...sampling, ...own },
      body: sampling,
      ignored: Object.keys(own),
    },
    {
      dialect: 'zai',
      given: { user: 'ann@example' },
      body: { user_id: 'ann@example' },
      ignored: [],
    },
    { dialect: 'zai', given: { user: 'ann12' }, body: {}, ignored: ['user'] },
    { dialect: 'zai', given: { user: 'a'.repeat(129) }, body: {}, ignored: ['user'] },
    {
      dialect: 'zai',
      given: { user: 'a'.repeat(128) },
      body: { user_id: 'a'.repeat(128) },
      ignored: [],
    },
    { dialect: 'zai', given: { user: { id: 7 } }, body: {}, ignored: ['user'] },
    { dialect: 'vllm', given: { user: 'ann' }, body: { user: 'ann' }, ignored: [] },
    { dialect: 'vllm', given: { user: 7 }, body: {}, ignored: ['user'] },
  ])('should reach $dialect where it takes them: $given', ({ dialect, given, body, ignored }) => {
    const otherParameters = given as Parameters;
    expect(openAiBody({ dialect, request: { otherParameters } })).toEqual({
      ...openAiBody({ dialect }),
      ...body,
    });
    expect(ignoredBy(dialect, otherParameters)).toEqual(ignored);
  });

  it('should not overrule a temperature of zero', () => {
    const request = { sampling: { temperature: 0 }, otherParameters: { do_sample: true } };
    expect(openAiBody({ dialect: 'zai', request })).toMatchObject({ do_sample: false });
  });
});
