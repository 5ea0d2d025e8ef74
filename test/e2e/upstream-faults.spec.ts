import { randomBytes } from 'node:crypto';
import type { SimulatedExchange } from '../../src/simulator/simulated-exchange';
import { SimulatorServer } from '../../src/simulator/simulator-server';
import { ask, postChat } from '../support/chat';
import { Stack } from '../support/stack';
import { askInVain, CANARY, speak, streamInVain } from '../support/faults';
import { GatewayProcess } from '../support/gateway-process';
import { readError } from '../support/read-error';
import { readStream } from '../support/read-sse';
import { upstreamSettings } from '../support/upstream-under-test';

type Fault = (exchange: SimulatedExchange) => void;

const faults: readonly (readonly [string, Fault, number, string])[] = [
  [
    'resets the connection',
    (exchange) => {
      exchange.reset();
    },
    502,
    'upstream_incomplete',
  ],
  [
    'ends without being done',
    (exchange) => {
      exchange.end();
    },
    502,
    'upstream_incomplete',
  ],
  [
    'goes on in garbage',
    (exchange) => {
      exchange.write(randomBytes(5000));
      exchange.end();
    },
    502,
    'upstream_incomplete',
  ],
  [
    'sends an event over the limit',
    (exchange) => {
      exchange.say(CANARY.repeat(1000));
    },
    502,
    'upstream_invalid_response',
  ],
  [
    'sends a line that never ends',
    (exchange) => {
      exchange.write('x'.repeat(20_000));
    },
    502,
    'upstream_invalid_response',
  ],
  ['falls silent', (exchange) => exchange.write(': hello\n\n'), 504, 'upstream_timeout'],
  [
    'reports an error',
    (exchange) => {
      exchange.sayFailure(500, { message: CANARY });
    },
    502,
    'upstream_error',
  ],
];

describe('an upstream that fails', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.start({ UPSTREAM_TIMEOUT_MS: '400', UPSTREAM_EVENT_LIMIT_KB: '16' });
  });

  afterAll(async () => {
    expect(stack.gateway.output).not.toContain(CANARY);
    await stack.stop();
  });

  describe.each(faults)('and %s', (_name, fault, status, code) => {
    it.each([{ stream: true }, { stream: false }])(
      'should set the status while there is no output, %j',
      async (mode) => {
        stack.simulator.enqueue(fault);
        const refusal = await askInVain(stack, mode);
        expect(refusal.status).toBe(status);
        expect(refusal.error).toMatchObject({ type: 'upstream_error', code });
      },
    );

    it('should end a stream that has begun with an error event', async () => {
      stack.simulator.enqueue(async (exchange) => {
        speak(exchange);
        // A reset overtakes bytes that were not yet read.
        await begun;
        fault(exchange);
      });
      let begin = (): void => undefined;
      const begun = new Promise<void>((resolve) => (begin = resolve));
      const response = await postChat(stack.origin, ask('x', { stream: true }));
      begin();
      const stream = await readStream(response);
      expect(stream.text).toBe('So far so good.');
      expect(stream.error).toMatchObject({ type: 'upstream_error', code });
      expect(JSON.stringify(stream.error)).not.toContain(CANARY);
      expect(stream.isDone).toBe(false);
      expect(stream.finishReasons).toEqual([]);
    });

    it('should give no part of an answer as a document', async () => {
      stack.simulator.enqueue((exchange) => {
        speak(exchange);
        fault(exchange);
      });
      const refusal = await askInVain(stack, { stream: false });
      expect(refusal.status).toBe(status);
      expect(refusal.error.code).toBe(code);
    });
  });

  it.each([{ stream: true }, { stream: false }])(
    'should report silence before the headers as a time-out, %j',
    async (mode) => {
      stack.simulator.enqueue(() => undefined);
      const arrived = stack.simulator.nextExchange();
      const { status, error } = await askInVain(stack, mode);
      expect(status).toBe(504);
      expect(error.code).toBe('upstream_timeout');
      await (
        await arrived
      ).closed;
    },
  );

  it('should close the connection to an upstream that it gave up', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
    });
    const arrived = stack.simulator.nextExchange();
    const stream = await streamInVain(stack);
    expect(stream.error?.['code']).toBe('upstream_timeout');
    await (
      await arrived
    ).closed;
  });

  it('should not be troubled by a fault after the end', async () => {
    stack.simulator.enqueue((exchange) => {
      speak(exchange);
      exchange.conclude();
    });
    const arrived = stack.simulator.nextExchange();
    const response = await postChat(stack.origin, ask('x', { stream: true }));
    expect((await readStream(response)).isDone).toBe(true);
    (await arrived).reset();
    expect((await postChat(stack.origin, ask('x'))).status).toBe(200);
  });
});

describe('an upstream that cannot be reached', () => {
  let gateway: GatewayProcess;

  beforeAll(async () => {
    const simulator = new SimulatorServer(() => undefined);
    await simulator.start();
    const settings = upstreamSettings(simulator);
    // Its port is free from now on: nothing listens there.
    await simulator.stop();
    gateway = await GatewayProcess.start({ ...settings, ANONYMOUS_MODE: 'false' });
  });

  afterAll(async () => {
    await gateway.stop();
  });

  it.each([{ stream: true }, { stream: false }])('should be reported at once, %j', async (mode) => {
    const response = await postChat(gateway.origin, ask('x', mode));
    expect(response.status).toBe(502);
    const error = await readError(response);
    expect(error.code).toBe('upstream_unreachable');
    expect(error.message).not.toMatch(/127\.0\.0\.1|ECONN/);
  });
});
