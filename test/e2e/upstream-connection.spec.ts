import { SimulatorServer } from '../../src/simulator/simulator-server';
import { webAnswer } from '../../src/simulator/web-answer';
import { ask, postChat } from '../support/chat';
import { GatewayProcess } from '../support/gateway-process';

describe('connections to the upstream', () => {
  const simulator = new SimulatorServer(webAnswer({ answer: 'Hello there' }));
  let gateway: GatewayProcess;

  beforeAll(async () => {
    await simulator.start();
    gateway = await GatewayProcess.start({ API_ENDPOINT: simulator.chatUrl });
  });

  afterAll(async () => {
    await gateway.stop();
    await simulator.stop();
  });

  it.each([true, false])('should be used again after an answer (stream: %s)', async (stream) => {
    const before = simulator.exchanges.length;
    for (let count = 0; count < 3; count += 1) {
      const response = await postChat(gateway.origin, ask('x', { stream }));
      await response.text();
    }
    const ports = simulator.exchanges.slice(before).map(({ remotePort }) => remotePort);
    expect(ports).toHaveLength(3);
    expect(new Set(ports).size).toBe(1);
  });
});
