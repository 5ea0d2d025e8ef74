import { answerWith } from '../../../src/simulator/answer';
import { GatewayProcess } from '../../support/gateway-process';
import { describeWith } from '../../support/machine';
import { readError } from '../../support/read-error';
import { RedisServer } from '../../support/redis-server';
import { askForResponse, callResponses, readResponse } from '../../support/responses';
import { Stack } from '../../support/stack';

const UP = /"event":"shared_limits_up"/;
const DOWN = /"event":"shared_limits_down"/;

describeWith(['redis-server'], 'responses that replicas share in a Redis', () => {
  let redis: RedisServer;
  let stack: Stack;
  let second: GatewayProcess;

  beforeEach(async () => {
    redis = await RedisServer.start();
    const environment = { REDIS_URL: redis.url, RESPONSES_TTL_S: '600' };
    stack = await Stack.start(environment);
    second = await GatewayProcess.start({
      API_ENDPOINT: stack.simulator.chatUrl,
      DEBUG_LOGGING: 'false',
      ...environment,
    });
    await Promise.all([stack.gateway, second].map((gateway) => gateway.outputMatching(UP)));
  });

  afterEach(async () => {
    await second.stop();
    await stack.stop();
    await redis.stop();
  });

  const say = async (origin: string, fields: object): Promise<string> =>
    (await readResponse(await askForResponse(origin, fields))).id;

  it('should go on at another replica, over several turns', async () => {
    stack.simulator.enqueue(answerWith({ answer: 'Hello Ann.' }));
    const one = await say(stack.origin, { input: 'My name is Ann.' });
    const two = await say(second.origin, { input: 'I like tea.', previous_response_id: one });
    const arrived = stack.simulator.nextExchange();
    await say(stack.origin, { input: 'Who am I?', previous_response_id: two });
    const sent = JSON.stringify((await arrived).body['messages']);
    for (const text of ['My name is Ann.', 'Hello Ann.', 'I like tea.']) {
      expect(sent).toContain(text);
    }
  });

  it('should be kept for a bounded time under a prefix of their own', async () => {
    const id = await say(stack.origin, {});
    const key = `glm-gateway:response:${id}`;
    const left = await redis.use((client) => client.pttl(key));
    expect(left).toBeGreaterThan(500_000);
    expect(left).toBeLessThanOrEqual(600_000);
    await redis.use((client) => client.pexpire(key, 1000));
    await readResponse(await callResponses(second.origin, `/${id}`));
    expect(await redis.use((client) => client.pttl(key))).toBeGreaterThan(500_000);
  });

  it('should be deleted everywhere', async () => {
    const id = await say(stack.origin, {});
    const deleted = await callResponses(second.origin, `/${id}`, undefined, { method: 'DELETE' });
    expect(deleted.status).toBe(200);
    for (const origin of [stack.origin, second.origin]) {
      const response = await callResponses(origin, `/${id}`);
      expect(response.status).toBe(404);
      await readError(response);
    }
    const kept = await redis.use((client) => client.get(`glm-gateway:response:${id}`));
    expect(kept).toBe('');
  });

  it('should stay in the memory of each replica while it is gone', async () => {
    const before = await say(stack.origin, {});
    await redis.stop();
    await Promise.all([stack.gateway, second].map((gateway) => gateway.outputMatching(DOWN)));
    const after = await say(stack.origin, { previous_response_id: before });
    for (const id of [before, after]) {
      expect((await callResponses(stack.origin, `/${id}`)).status).toBe(200);
      expect((await callResponses(second.origin, `/${id}`)).status).toBe(404);
    }
  });
});
