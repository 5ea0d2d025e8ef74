import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SimulatedExchange } from './simulated-exchange';

/** Answers one chat request. */
export type Reply = (exchange: SimulatedExchange) => Promise<void> | void;

/** Answers one request for a guest token. */
export type TokenReply = (request: IncomingMessage, response: ServerResponse) => void;

const GUEST = {
  id: '00000000-0000-4000-8000-000000000001',
  name: 'Guest',
  role: 'guest',
  token_type: 'Bearer',
};

/**
 * An upstream on loopback that speaks the web protocol of chat.z.ai: guest tokens, and chats whose
 * answers are scripted. Replies that were queued come first, then `defaultReply`.
 */
export class SimulatorServer {
  /** All chat requests so far. */
  readonly exchanges: SimulatedExchange[] = [];
  /** All guest tokens given so far. */
  readonly guestTokens: string[] = [];
  private readonly queue: Reply[] = [];
  private readonly waiting: ((exchange: SimulatedExchange) => void)[] = [];
  private readonly server: Server;
  private tokenReply: TokenReply | undefined;

  constructor(private readonly defaultReply: Reply) {
    this.server = createServer((request, response) => {
      void this.route(request, response);
    });
  }

  /** Base address, such as `http://127.0.0.1:49152`. */
  get origin(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${String(port)}`;
  }

  get chatUrl(): string {
    return `${this.origin}/api/chat/completions`;
  }

  async start(port = 0, host = '127.0.0.1'): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, resolve);
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Scripts the next chat request. */
  enqueue(reply: Reply): void {
    this.queue.push(reply);
  }

  /** Scripts all further token requests; `undefined` goes back to giving tokens. */
  replyToTokens(reply: TokenReply | undefined): void {
    this.tokenReply = reply;
  }

  /** The next chat request that arrives. */
  nextExchange(): Promise<SimulatedExchange> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    if (request.method === 'GET' && path === '/api/v1/auths/') this.giveToken(request, response);
    else if (request.method === 'POST' && path === '/api/chat/completions') {
      await this.chat(request, response);
    } else response.writeHead(404).end();
  }

  private giveToken(request: IncomingMessage, response: ServerResponse): void {
    if (this.tokenReply !== undefined) {
      this.tokenReply(request, response);
      return;
    }
    const token = `guest-token-${String(this.guestTokens.length + 1)}`;
    this.guestTokens.push(token);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...GUEST, token }));
  }

  private async chat(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = await SimulatedExchange.receive(request, response);
    this.exchanges.push(exchange);
    this.waiting.shift()?.(exchange);
    await (this.queue.shift() ?? this.defaultReply)(exchange);
  }
}
