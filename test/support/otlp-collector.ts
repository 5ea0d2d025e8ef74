import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as OTLP's JSON writes it. */
export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly name: string;
  readonly kind: number;
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
}

interface OtlpRequest {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

/** A collector on loopback that keeps what it is sent by OTLP over HTTP, as JSON. */
export class OtlpCollector {
  readonly spans: OtlpSpan[] = [];
  /** All that came, as it came. */
  text = '';
  private readonly waiting: (() => void)[] = [];
  private readonly server = createServer((request, response) => {
    request.setEncoding('utf8');
    let body = '';
    request.on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      this.take(body);
      response.end('{}');
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get origin(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** Waits for `count` spans that fit. */
  async find(fits: (span: OtlpSpan) => boolean, count: number): Promise<readonly OtlpSpan[]> {
    for (;;) {
      const found = this.spans.filter(fits);
      if (found.length >= count) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(body: string): void {
    this.text += body;
    const { resourceSpans } = JSON.parse(body) as OtlpRequest;
    this.spans.push(
      ...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    );
    for (const wake of this.waiting.splice(0)) wake();
  }
}

/** The attributes of a span by their names. */
export function attributesOf({ attributes }: OtlpSpan): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, Object.values(value)[0] as unknown]),
  );
}
