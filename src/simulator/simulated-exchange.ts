import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { isJsonObject, safeParseJson } from '../protocol/json/safe-parse-json';
import { countUsage } from './count-words';
import type { Dialect, DialectName, JsonBody, SimulatedCall, Voice } from './dialects/dialect';
import { toArgumentText, toFrame } from './dialects/dialect';
import { messagesOf, textOf } from './dialects/request-messages';
import { toWebFrame } from './dialects/web-dialect';
import { ExchangeConnection } from './exchange-connection';

/** How a request is refused, beside its status. */
export interface RefusalDetails {
  readonly message?: string;
  /** The upstream's own code, where the dialect has some. */
  readonly code?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * One chat request and the means to answer it in any way, proper or not. What the model says goes
 * out in the dialect of the request.
 */
export class SimulatedExchange extends ExchangeConnection {
  private readonly voice: Voice;
  private thought = '';
  private said = '';
  private usage: object | undefined;

  private constructor(
    private readonly speech: Dialect,
    readonly headers: IncomingHttpHeaders,
    readonly body: JsonBody,
    connection: readonly [ServerResponse, number | undefined],
  ) {
    super(...connection);
    this.voice = speech.createVoice(body);
  }

  static async receive(
    request: IncomingMessage,
    response: ServerResponse,
    dialect: Dialect,
  ): Promise<SimulatedExchange> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const json = safeParseJson(Buffer.concat(chunks).toString());
    const body = isJsonObject(json) ? json : {};
    const connection = [response, request.socket.remotePort] as const;
    return new SimulatedExchange(dialect, request.headers, body, connection);
  }

  get dialect(): DialectName {
    return this.speech.name;
  }

  /** The text of the last message. */
  get prompt(): string {
    const last = messagesOf(this.body).at(-1);
    return last === undefined ? '' : textOf(last);
  }

  /** Whether the model is to think. */
  get thinks(): boolean {
    return this.speech.thinks(this.body);
  }

  /** Says a piece of the answer; false when the gateway reads slower than we write. */
  say(text: string): boolean {
    this.said += text;
    return this.write(this.voice.say(text));
  }

  /** Thinks a piece of the reasoning. */
  reason(text: string): boolean {
    this.thought += text;
    return this.write(this.voice.reason(text));
  }

  /** Calls a tool, natively where the dialect can and else in the words of the prompt. */
  callTool(call: SimulatedCall): boolean {
    this.said += ` ${call.name} ${toArgumentText(call)}`;
    return this.voice
      .callTool(call)
      .map((frame) => this.write(frame))
      .every(Boolean);
  }

  /** Begins a call, up to the middle of its last argument; the function that it gives goes on. */
  beginCall(call: SimulatedCall): () => void {
    const [beginning, rest] = this.voice.cutCall(call);
    this.write(beginning);
    return () => {
      this.write(rest);
    };
  }

  /** Counts the tokens in some other way than right. */
  report(usage: object): void {
    this.usage = usage;
  }

  /** Says all that belongs to a proper end, but leaves the connection open. */
  conclude(reason?: string): void {
    const usage = this.usage ?? countUsage(this.prompt, this.thought, this.said);
    this.write(this.voice.conclude({ reason, usage }));
  }

  /** Ends the answer properly. */
  finish(reason?: string): void {
    this.conclude(reason);
    this.end();
  }

  /** Fails after the headers, in an event, and ends. */
  sayFailure(status: number, { message = 'Failure', code }: RefusalDetails = {}): void {
    this.write(this.voice.fail({ status, message, code }));
    this.end();
  }

  /** Answers with a status and the dialect's error. */
  refuse(status: number, details: RefusalDetails = {}): void {
    const { message = 'Refused', code, headers } = details;
    const body = JSON.stringify(this.speech.refusal({ status, message, code }));
    this.answer(status, 'application/json', body, headers);
  }

  /** Sends one event of any content. */
  sendEvent(data: unknown): boolean {
    return this.write(toFrame(data));
  }

  /** Sends one event of the web protocol. */
  send(data: unknown): boolean {
    return this.write(toWebFrame(data));
  }
}
