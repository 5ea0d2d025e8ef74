import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { type ClientHttp2Session, connect } from 'node:http2';
import { request as requestTls } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { readProjectFile } from './deploy-files';
import { run } from './machine';

const HOST = 'api.example.com';

/** A request to nginx. */
export interface NginxRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** nginx with the configuration that is delivered, in front of a service on loopback. */
export class Nginx {
  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
    private readonly certificate: Buffer,
  ) {}

  static async start(origin: string): Promise<Nginx> {
    const folder = mkdtempSync(join(tmpdir(), 'glm-gateway-nginx-'));
    const certificate = await makeCertificate(folder);
    const path = join(folder, 'nginx.conf');
    writeFileSync(path, adapt(readProjectFile('deploy/nginx.conf'), folder, new URL(origin).host));
    const checked = await run('nginx', '-t', '-c', path);
    if (checked.code !== 0) throw new Error(checked.output);
    const child = spawn('nginx', ['-c', path, '-g', 'daemon off;'], {
      env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let output = '';
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => {
        reject(new Error(`nginx did not start:\n${output}`));
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('start worker process')) resolve();
      });
    });
    return new Nginx(folder, child, certificate);
  }

  /** What nginx wrote down of requests that are over. */
  get accessLog(): string {
    return readFileSync(join(this.folder, 'access.log'), 'utf8');
  }

  /** Sends a request over TLS; resolves with the head of the response. */
  async request(path: string, options: NginxRequest = {}): Promise<IncomingMessage> {
    const { method = 'GET', headers = {}, body } = options;
    const sent = requestTls({
      socketPath: join(this.folder, 'https'),
      servername: HOST,
      ca: this.certificate,
      agent: false,
      headers: { host: HOST, ...headers },
      method,
      path,
    });
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return response;
  }

  /** Sends a request without TLS. */
  async requestPlain(path: string): Promise<IncomingMessage> {
    const sent = requestPlain({ socketPath: join(this.folder, 'http'), path, agent: false });
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return response;
  }

  /** Opens a connection that speaks HTTP/2. */
  http2(): ClientHttp2Session {
    return connect(`https://${HOST}`, {
      createConnection: () =>
        connectTls({
          path: join(this.folder, 'https'),
          servername: HOST,
          ca: this.certificate,
          ALPNProtocols: ['h2'],
        }),
    });
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    if (this.child.exitCode === null) await once(this.child, 'exit');
    rmSync(this.folder, { recursive: true });
  }
}

async function makeCertificate(folder: string): Promise<Buffer> {
  const file = (name: string): string => join(folder, name);
  const made = await run(
    'openssl',
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-keyout', file('tls.key'), '-out', file('tls.crt'), '-days', '1'],
    ...['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`],
  );
  if (made.code !== 0) throw new Error(made.output);
  return readFileSync(file('tls.crt'));
}

/**
 * Changes where the parts of the configuration are, and makes it deaf to the gateway's own request
 * not to buffer: it must not buffer by itself.
 */
function adapt(configuration: string, folder: string, upstream: string): string {
  const file = (name: string): string => join(folder, name);
  const added = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${file(name)};`,
  );
  added.push('proxy_ignore_headers X-Accel-Buffering;');
  // The folder belongs to whoever runs the test; as root the workers would become someone else.
  const user = process.getuid?.() === 0 ? 'user root;\n' : '';
  const places: readonly (readonly [string, string])[] = [
    ['worker_processes auto;', `${user}worker_processes 1;`],
    ['pid /run/nginx.pid;', `pid ${file('pid')};`],
    ['error_log /var/log/nginx/error.log warn;', 'error_log stderr notice;'],
    ['http {', `http {\n${added.join('\n')}`],
    ['access_log /var/log/nginx/access.log', `access_log ${file('access.log')}`],
    ['listen 80;', `listen unix:${file('http')};`],
    ['listen 443 ssl', `listen unix:${file('https')} ssl`],
    ['server 127.0.0.1:8080;', `server ${upstream};`],
    ['/etc/nginx/tls/tls.crt', file('tls.crt')],
    ['/etc/nginx/tls/tls.key', file('tls.key')],
  ];
  return places.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) throw new Error(`nginx.conf does not hold ${from} once`);
    return text.replace(from, () => to);
  }, configuration);
}
