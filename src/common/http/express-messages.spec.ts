import express from 'express';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expressMessages } from './express-messages';

describe('expressMessages', () => {
  const app = express();
  const prototypes: unknown[][] = [];
  let server: Server;

  beforeAll(async () => {
    app.get('/', (request, response) => {
      response.status(201).json({ ip: request.ip, accepts: request.accepts('json') });
    });
    server = createServer(expressMessages(app), (request, response) => {
      const note = (): void => {
        prototypes.push([Object.getPrototypeOf(request), Object.getPrototypeOf(response)]);
      };
      note();
      app(request, response);
      note();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterAll(() => {
    server.close();
  });

  it('should make what Express would make, so that nothing is left to change', async () => {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${String(port)}/`);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ ip: '127.0.0.1', accepts: 'json' });
    const [before, after] = prototypes;
    expect(before?.[0]).toBe(app.request);
    expect(before?.[1]).toBe(app.response);
    expect(after).toEqual(before);
  });
});
