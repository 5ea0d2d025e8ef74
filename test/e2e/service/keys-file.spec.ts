import { createHash } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, postChat } from '../../support/chat';
import { GatewayProcess, runToEnd, TEST_KEY } from '../../support/gateway-process';
import { readLimited, startEndless, untilMinuteHasRoom } from '../../support/limits';
import { run } from '../../support/machine';
import { Stack } from '../../support/stack';

const KEY_A = 'sk-canary-key-of-team-a';
const KEY_B = 'sk-canary-key-of-team-b';

function entry(name: string, key: string, fields: object = {}): object {
  return { name, key_sha256: createHash('sha256').update(key).digest('hex'), ...fields };
}

describe('a file of keys', () => {
  let folder: string;
  let path: string;
  let stack: Stack;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keys-'));
    path = join(folder, 'keys.json');
    write(entry('team-a', KEY_A, { rpm: 2 }), entry('team-b', KEY_B, { disabled: true }));
    stack = await Stack.start({ KEYS_FILE: path, KEY_RPM: '1', DEBUG_LOGGING: 'true' });
  });

  afterAll(async () => {
    expect(stack.gateway.output).not.toContain('canary');
    await stack.stop();
    rmSync(folder, { recursive: true });
  });

  function write(...entries: readonly object[]): void {
    writeFileSync(path, JSON.stringify(entries));
  }

  /** Sends SIGHUP and gives the log line that it leads to. */
  async function reload(event: string): Promise<Readonly<Record<string, unknown>>> {
    const count = linesOf(event).length;
    stack.gateway.signal('SIGHUP');
    await nextLine(event, count);
    return linesOf(event).at(-1) ?? {};
  }

  function linesOf(event: string): readonly Readonly<Record<string, unknown>>[] {
    return stack.gateway.logLines.filter((line) => line['event'] === event);
  }

  async function nextLine(event: string, after: number): Promise<void> {
    const lines = Array.from({ length: after + 1 }, () => `"event":"${event}"`);
    await stack.gateway.outputMatching(new RegExp(lines.join('[^]*')));
  }

  const whoami = (key: string): Promise<Response> =>
    fetch(`${stack.origin}/auth/whoami`, { headers: { authorization: `Bearer ${key}` } });

  const nameOf = async (key: string): Promise<string> =>
    ((await (await whoami(key)).json()) as { readonly key_id: string }).key_id;

  it('should name its keys, beside those of AUTH_TOKEN', async () => {
    expect(await nameOf(KEY_A)).toBe('team-a');
    expect(await nameOf(TEST_KEY)).toMatch(/^key_[0-9a-f]{12}$/);
  });

  it('should refuse a disabled key as any unknown one', async () => {
    const [disabled, unknown] = await Promise.all([whoami(KEY_B), whoami('sk-unknown')]);
    expect([disabled.status, unknown.status]).toEqual([401, 401]);
    expect(await disabled.text()).toBe(await unknown.text());
  });

  it('should give its keys limits of their own, and others the default', async () => {
    await untilMinuteHasRoom();
    const limitOf = async (key: string): Promise<string | null> => {
      const headers = { authorization: `Bearer ${key}` };
      const response = await postChat(stack.origin, ask('x'), { headers });
      await response.text();
      return response.headers.get('x-ratelimit-limit-requests');
    };
    expect([await limitOf(KEY_A), await limitOf(TEST_KEY)]).toEqual(['2', '1']);
    expect(await limitOf(KEY_A)).toBe('2');
    const headers = { authorization: `Bearer ${KEY_A}` };
    await readLimited(await postChat(stack.origin, ask('x'), { headers }));
  });

  it('should show the name, and nothing of the key, in the log', async () => {
    await stack.gateway.outputMatching(/"key_id":"team-a"/);
  });

  it('should be read again on SIGHUP', async () => {
    write(entry('team-b', KEY_B), entry('late', 'sk-late', { expires: '2020-01-01T00:00:00Z' }));
    const line = await reload('keys_file_loaded');
    expect(line).toMatchObject({ keys: 2, disabled: 0, expired: 1 });
    expect(line['config_hash']).toMatch(/^[0-9a-f]{12}$/);
    expect((await whoami(KEY_A)).status).toBe(401);
    expect(await nameOf(KEY_B)).toBe('team-b');
  });

  it('should not cut off requests of a key that it drops', async () => {
    write();
    await reload('keys_file_loaded');
    const { exchange, leave } = await startEndless(await withoutLimits());
    write(entry('team-b', KEY_B));
    await reload('keys_file_loaded');
    expect(exchange.isClosed).toBe(false);
    leave();
    await exchange.closed;
  });

  it.each([
    ['is not JSON', '[{"name": "canary', /must hold a JSON array/],
    ['has a mistake', '[{"name": "canary key", "key_sha256": "canary"}]', /name must .*/],
  ])('should keep the old keys when it %s', async (_case, text, problem) => {
    writeFileSync(path, text);
    const { kept_keys: kept, problems } = await reload('keys_file_refused');
    expect(kept).toBe(1);
    expect(problems).toEqual(expect.arrayContaining([expect.stringMatching(problem)]));
    expect(await nameOf(KEY_B)).toBe('team-b');
  });

  it('should keep the old keys when it is gone', async () => {
    rmSync(path);
    const { problems } = await reload('keys_file_refused');
    expect(problems).toEqual(['KEYS_FILE cannot be read']);
    expect(await nameOf(KEY_B)).toBe('team-b');
  });

  /** The default of one request per minute is used up by other tests. */
  async function withoutLimits(): Promise<Stack> {
    await untilMinuteHasRoom();
    write(entry('suite', TEST_KEY, { rpm: 0 }));
    await reload('keys_file_loaded');
    return stack;
  }
});

describe('a file of keys that Kubernetes mounts', () => {
  it('should be read again when the folder behind its path is replaced', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mount-'));
    const publish = (version: string, text: string): void => {
      const data = mkdtempSync(join(folder, `..${version}-`));
      writeFileSync(join(data, 'keys.json'), text);
      symlinkSync(data, join(folder, '..data_tmp'));
      renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
    };
    publish('first', '[]');
    symlinkSync(join('..data', 'keys.json'), join(folder, 'keys.json'));
    const gateway = await GatewayProcess.start({ KEYS_FILE: join(folder, 'keys.json') });
    publish('second', JSON.stringify([entry('team-a', KEY_A)]));
    await gateway.outputMatching(/"event":"keys_file_loaded","keys":1/);
    const headers = { authorization: `Bearer ${KEY_A}` };
    expect((await fetch(`${gateway.origin}/auth/whoami`, { headers })).status).toBe(200);
    await gateway.stop();
    rmSync(folder, { recursive: true });
  });
});

describe('a start with a file of keys', () => {
  it('should list every problem of the file, without values', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    const path = join(folder, 'keys.json');
    writeFileSync(path, '[{"name":"a","key":"canary"},{"name":"canary b","key_sha256":"canary"}]');
    const { code, output } = await runToEnd({ KEYS_FILE: path });
    expect(code).toBe(1);
    expect(output).toMatch(/^ {2}- KEYS_FILE\[0\]: key must not be in the file/m);
    expect(output).toMatch(/^ {2}- KEYS_FILE\[1\]: key_sha256 must be/m);
    expect(output).not.toContain('canary');
    rmSync(folder, { recursive: true });
  });

  it('should need no AUTH_TOKEN, also in production, and take the entry of the helper', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    const path = join(folder, 'keys.json');
    const helper = join(__dirname, '..', '..', '..', 'dist', 'auth', 'hash-key.js');
    const { stdout, output } = await run(process.execPath, helper, 'team-new');
    const [key = ''] = /sk-[\w-]{32}/.exec(output) ?? [];
    expect(stdout).not.toContain(key);
    writeFileSync(path, `[${stdout}]`);
    const gateway = await GatewayProcess.start({
      NODE_ENV: 'production',
      AUTH_TOKEN: '',
      KEYS_FILE: path,
    });
    const response = await fetch(`${gateway.origin}/auth/whoami`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(await response.json()).toMatchObject({ key_id: 'team-new' });
    expect(gateway.output).not.toContain('sk-');
    await gateway.stop();
    rmSync(folder, { recursive: true });
  });
});
