import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDialects } from './dialects/create-dialects';
import type { Dialect, DialectName, SimulatorSettings } from './dialects/dialect';
import { SimulatedExchange } from './simulated-exchange';

/** Answers one chat request. */
export type Reply = (exchange: SimulatedExchange) => Promise<void> | void;

/** Answers one request for a guest token. */
export type TokenReply = (request: IncomingMessage, response: ServerResponse) => void;

const CHAT = 'POST /chat/completions';

const GUEST = {
  id: '00000000-0000-4000-8000-000000000001',
  name: 'Guest',
  role: 'guest',
  token_type: 'Bearer',
};

/** Where each dialect is served: what comes before `/chat/completions` and `/models`. */
const BASES: readonly (readonly [string, DialectName])[] = [
  ['/api', 'web'],
  ['/api/paas/v4', 'official'],
  ['/api/coding/paas/v4', 'official'],
  ['/v1', 'vllm'],
];

/**
 * An upstream on loopback that speaks several protocols, each at its usual path: chats whose answers
 * are scripted, models, and guest tokens of the web. Replies that were queued come first, then
 * `defaultReply`; requests that the real upstream would refuse are refused and take no reply.
 */
export class SimulatorServer {
  /** All chat requests so far. */
  readonly exchanges: SimulatedExchange[] = [];
  /** All guest tokens given so far. */
  readonly guestTokens: string[] = [];
  private readonly queue: Reply[] = [];
  private readonly waiting: ((exchange: SimulatedExchange) => void)[] = [];
  private readonly server: Server;
  private readonly dialects: Readonly<Record<DialectName, Dialect>>;
  private tokenReply: TokenReply | undefined;

  constructor(
    private readonly defaultReply: Reply,
    settings: SimulatorSettings = {},
  ) {
    this.dialects = createDialects(settings);
    this.server = createServer((request, response) => {
      void this.route(request, response);
    });
  }

  /** Base address, such as `http://127.0.0.1:49152`. */
  get origin(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${String(port)}`;
  }

  /** Chat URL of the web protocol. */
  get chatUrl(): string {
    return this.endpoint('web');
  }

  /** What a gateway is given to reach the dialect: the web's chat URL, else the base of the API. */
  endpoint(dialect: DialectName): string {
    const [base = ''] = BASES.find(([, name]) => name === dialect) ?? [];
    return `${this.origin}${base}${dialect === 'web' ? '/chat/completions' : ''}`;
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
    const [path = '/'] = (request.url ?? '/').split('?');
    const [, base, resource] = /^(.*)(\/chat\/completions|\/models)$/.exec(path) ?? [];
    const name = BASES.find(([known]) => known === base)?.[1];
    if (request.method === 'GET' && path === '/api/v1/auths/') this.giveToken(request, response);
    else if (name !== undefined && `${request.method ?? ''} ${resource ?? ''}` === CHAT) {
      await this.chat(request, response, name);
    } else if (name !== undefined && request.method === 'GET' && resource === '/models') {
      answerJson(response, this.dialects[name].listModels());
    } else response.writeHead(404).end();
  }

  private giveToken(request: IncomingMessage, response: ServerResponse): void {
    if (this.tokenReply !== undefined) {
      this.tokenReply(request, response);
      return;
    }
    const token = `guest-token-${String(this.guestTokens.length + 1)}`;
    this.guestTokens.push(token);
    answerJson(response, { ...GUEST, token });
  }

  private async chat(
    request: IncomingMessage,
    response: ServerResponse,
    name: DialectName,
  ): Promise<void> {
    const dialect = this.dialects[name];
    const exchange = await SimulatedExchange.receive(request, response, dialect);
    this.exchanges.push(exchange);
    this.waiting.shift()?.(exchange);
    const refusal = dialect.check(exchange);
    if (refusal === undefined) await (this.queue.shift() ?? this.defaultReply)(exchange);
    else exchange.refuse(refusal.status, refusal);
  }
}

function answerJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
