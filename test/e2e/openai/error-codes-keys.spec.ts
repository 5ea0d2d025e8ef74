import { answerWith } from '../../../src/simulator/answer';
import { SimulatorServer } from '../../../src/simulator/simulator-server';
import { ask, postChat } from '../../support/chat';
import { checkError, checkRetry, type CodeRow } from '../../support/error-codes';
import { CANARY } from '../../support/faults';
import { GatewayProcess } from '../../support/gateway-process';
import { readError } from '../../support/read-error';
import { withTemporaryFile } from '../../support/temporary-file';

const ROWS: readonly CodeRow[] = [
  ...['1000', '1001', '1002', '1003', '1004', '1100', '1110', '1111', '1112', '1121'].map(
    (code): CodeRow => [code, 401, 502, 'upstream_error', 'upstream_auth_error'],
  ),
  ['1309', 429, 502, 'upstream_error', 'upstream_auth_error'],
  ...['1113', '1304', '1308', '1310'].map((code): CodeRow => [
    code,
    429,
    429,
    'rate_limit_error',
    'insufficient_quota',
  ]),
  ['1302', 429, 429, 'rate_limit_error', 'rate_limit_exceeded'],
  ['1303', 429, 429, 'rate_limit_error', 'rate_limit_exceeded'],
  ['1305', 429, 503, 'upstream_error', 'upstream_overloaded'],
  ['1312', 503, 503, 'upstream_error', 'upstream_overloaded'],
];

/** The time in the words of the upstream, which counts in that of Beijing. */
function inBeijing(milliseconds: number): string {
  return new Date(milliseconds + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

describe('errors of the official API that concern the key', () => {
  let simulator: SimulatorServer;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    simulator = new SimulatorServer(answerWith({ answer: 'Hi' }));
    await simulator.start();
    // A key that failed rests: each case has an upstream of its own.
    const names = [...ROWS.flatMap(([code]) => [`${code}-true`, `${code}-false`]), 'window'];
    const entries = names.map((name) => ({
      name,
      url: simulator.endpoint('official'),
      api_keys: [`key-${name}`],
      models: { [name]: 'glm-4.6' },
    }));
    gateway = await withTemporaryFile(JSON.stringify(entries), (path) =>
      GatewayProcess.start({ UPSTREAMS_FILE: path, DEBUG_LOGGING: 'false' }),
    );
  });

  afterAll(async () => {
    expect(gateway.output).not.toContain(CANARY);
    await gateway.stop();
    await simulator.stop();
  });

  it.each(ROWS)('should be translated: %s', async (upstreamCode, ...row) => {
    const [given, status, type, code] = row;
    for (const stream of [true, false]) {
      simulator.enqueue((exchange) => {
        exchange.refuse(given, { code: upstreamCode, message: CANARY });
      });
      const model = `${upstreamCode}-${String(stream)}`;
      const response = await postChat(gateway.origin, ask('Hi', { model, stream }));
      expect(response.status).toBe(status);
      checkError(await readError(response), type, code);
      checkRetry(response.headers, code);
    }
  });

  it('should tell when a used-up plan is renewed', async () => {
    simulator.enqueue((exchange) => {
      const message = `Your limit will reset at ${inBeijing(Date.now() + 300_000)}`;
      exchange.refuse(429, { code: '1308', message });
    });
    await postChat(gateway.origin, ask('Hi', { model: 'window' }));
    const before = simulator.exchanges.length;
    const response = await postChat(gateway.origin, ask('Hi', { model: 'window' }));
    checkError(await readError(response), 'rate_limit_error', 'insufficient_quota');
    const seconds = Number(response.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(240);
    expect(seconds).toBeLessThanOrEqual(301);
    expect(simulator.exchanges).toHaveLength(before);
  });
});
