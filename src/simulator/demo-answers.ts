import { answerWith } from './answer';
import { formattedAnswer } from './formatted-answers';
import type { Reply } from './simulator-server';
import { toolAnswer } from './tool-answers';

/** Milliseconds between the words of the demo. */
const PACE = 25;

interface Topic {
  readonly pattern: RegExp;
  readonly reasoning: string;
  readonly answer: string;
}

const TOPICS: readonly Topic[] = [
  {
    pattern: /9\.11|9\.9/,
    reasoning:
      'Compare 9.11 and 9.9.\nBoth have 9 before the point. After it stand 11 hundredths and 9 tenths.\n9 tenths are 90 hundredths, and 90 is more than 11.',
    answer: '9.9 is larger than 9.11, because 0.90 > 0.11.',
  },
  {
    pattern: /[\u4e00-\u9fff]/u,
    reasoning: '用户用中文打招呼。\n我应该友好地回复。',
    answer: '你好！我是模拟器，用来演示网关。有什么可以帮你的吗？',
  },
];

const FALLBACK: Topic = {
  pattern: /(?:)/,
  reasoning: 'This is a simulator: there is no model behind it.\nSo I say what I am.',
  answer: 'Hello! I am the simulator behind the gateway. Configure API_ENDPOINT to talk to GLM.',
};

/** Answers a few questions: with a call when tools are offered, with reasoning when asked to. */
export const demoReply = createDemoReply(PACE);

/** The same at another pace, in milliseconds between words. */
export function createDemoReply(pace: number): Reply {
  return (exchange) => {
    const demanded = toolAnswer(exchange) ?? formattedAnswer(exchange);
    if (demanded !== undefined) return answerWith({ ...demanded, pace })(exchange);
    const topic = TOPICS.find(({ pattern }) => pattern.test(exchange.prompt)) ?? FALLBACK;
    const reasoning = exchange.thinks ? topic.reasoning : '';
    return answerWith({ reasoning, answer: topic.answer, pace })(exchange);
  };
}
