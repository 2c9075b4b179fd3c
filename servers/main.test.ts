import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { passwordOf, seedAccounts } from './accounts/seed.ts';
import { discover } from './discover.ts';
import type { Scheme } from './scheme.ts';

const entry = fileURLToPath(new URL(`./main${extname(import.meta.url)}`, import.meta.url));
const user = { username: 'user-1', password: passwordOf('test', 'user-1') };
const secret = () => randomBytes(32).toString('base64url');

describe('a server process', () => {
  let folder: string;
  let sound: Record<string, string>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-'));
    const accounts = join(folder, 'accounts.jsonl');
    await seedAccounts(accounts, { users: 1, seed: 'test', passwordCost: 4 });
    sound = {
      ACCOUNTS_FILE: accounts,
      PORT: '0',
      PASSWORD_COST: '4',
      TOKEN_KEY: secret(),
      COOKIE_KEY: secret(),
      SCHEME: 'session',
    };
  });
  after(() => rm(folder, { recursive: true }));

  /** Runs it to its end. */
  async function run(env: Record<string, string>) {
    const child = spawn(process.execPath, [entry], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    return { code, stderr };
  }

  it('refuses to start wrongly, names every reason, and repeats no value', async () => {
    const { code, stderr } = await run({
      ...sound,
      PORT: 'x',
      STORE_URL: 'file:hidden',
      ACCOUNTS_FILE: '',
      ACCESS_MS: 'soon',
    });
    assert.equal(code, 64);
    for (const name of ['PORT', 'STORE_URL', 'ACCOUNTS_FILE', 'ACCESS_MS'])
      assert.match(stderr, new RegExp(`- ${name}: `));
    assert.doesNotMatch(stderr, /hidden/);
    const settings = await run({ ...sound, ACCESS_MS: 'soon', PASSWORD_COST: '99', TOKEN_ALGORITHM: 'none' });
    assert.equal(settings.code, 64);
    for (const name of ['ACCESS_MS', 'PASSWORD_COST', 'TOKEN_ALGORITHM'])
      assert.match(settings.stderr, new RegExp(name));
  });

  it('refuses a scheme that there is not, and a key that is weak', async () => {
    const unknown = await run({ ...sound, SCHEME: '../main' });
    assert.equal(unknown.code, 64);
    const schemes = await discover<Scheme>(new URL('./schemes/', import.meta.url));
    assert.ok(
      unknown.stderr.includes(`SCHEME: give one of ${[...schemes.keys()].sort().join(', ')}\n`),
      unknown.stderr,
    );
    const weak = await run({ ...sound, SCHEME: 'jwt', TOKEN_KEY: 'secret' });
    assert.equal(weak.code, 64);
    assert.match(weak.stderr, /TOKEN_KEY: has 4 bytes, give at least 32/);
  });

  it('refuses to be weak unless told so twice, and only on loopback', async () => {
    for (const env of [
      { WEAKNESS: 'anything' },
      { SCHEME: 'floor' },
      { SCHEME: 'floor', AUTHBENCH_ALLOW_WEAK: '1', HOST: '0.0.0.0' },
    ]) {
      const { code, stderr } = await run({ ...sound, ...env });
      assert.equal(code, 64);
      assert.match(stderr, /WEAKNESS: a weakened server needs AUTHBENCH_ALLOW_WEAK=1 and a loopback HOST/);
    }
  });

  it('says in its banner when it is weakened', async () => {
    await using server = await start({ ...sound, SCHEME: 'floor', AUTHBENCH_ALLOW_WEAK: '1' });
    const response = await fetch(`${server.origin}/me`);
    assert.deepEqual(await response.json(), { id: 'user-1', role: 'user' });
    server.child.kill('SIGTERM');
    assert.match(await server.stdout, /"WEAKENED":"floor"/);
  });

  it('prints one line when it listens and no secret ever', async () => {
    await using server = await start(sound);
    const login = await post(`${server.origin}/login`, user);
    await post(`${server.origin}/login`, { ...user, password: 'my other secret' });
    server.child.kill('SIGTERM');
    assert.deepEqual(await once(server.child, 'exit'), [0, null]);
    const lines = (await server.stdout).trim().split('\n');
    assert.equal(lines.length, 1);
    const banner = JSON.parse(lines[0] ?? '');
    assert.equal(banner.event, 'listening');
    assert.equal(banner.WEAKENED, undefined);
    const secrets = [
      user.password,
      'my other secret',
      sound.COOKIE_KEY,
      ...login.headers.getSetCookie().map((c) => c.split('=')[1] ?? ''),
    ];
    for (const value of secrets) assert.ok(!(await server.stdout).includes(value ?? ''));
  });

  it('answers what is under way before it ends, and takes nothing new', async () => {
    // of its own: nobody else is given the port that it sets free
    await using server = await start({ ...sound, HOST: '127.0.0.2' });
    const login = await post(`${server.origin}/login`, user);
    const cookie = login.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const slow = fetch(`${server.origin}/slow?ms=400`, { headers: { cookie } });
    // Once this is answered, the slow request that was sent before it is under way.
    await fetch(`${server.origin}/me`, { headers: { cookie } });
    server.child.kill('SIGTERM');
    const exited = once(server.child, 'exit');
    assert.equal((await slow).status, 200);
    assert.deepEqual(await exited, [0, null]);
    await assert.rejects(fetch(`${server.origin}/healthz`));
  });

  it('ends at once when the process that started it is gone', async () => {
    await using server = await start(sound);
    const exited = once(server.child, 'exit');
    server.child.disconnect();
    assert.deepEqual(await exited, [0, null]);
  });

  it('runs a scheme without a store although the store is away', async () => {
    await using server = await start({ ...sound, SCHEME: 'jwt', STORE_URL: 'redis://127.0.0.1:1' });
    assert.equal((await fetch(`${server.origin}/readyz`)).status, 200);
  });

  it('takes a key from a file, and refuses one that is not there by its name', async () => {
    const { TOKEN_KEY, ...others } = sound;
    const file = join(folder, 'token-key');
    const env = { ...others, SCHEME: 'jwt', TOKEN_KEY_FILE: file };
    const refused = await run(env);
    assert.equal(refused.code, 64);
    assert.match(refused.stderr, /TOKEN_KEY_FILE: cannot be read \(ENOENT\)/);
    await writeFile(file, `${TOKEN_KEY}\n`);
    await using server = await start(env);
    assert.equal((await post(`${server.origin}/login`, user)).status, 200);
  });

  it('does not start when its store is away', async () => {
    const { code, stderr } = await run({ ...sound, STORE_URL: 'redis://127.0.0.1:1' });
    assert.equal(code, 1);
    assert.match(stderr, /The store does not answer/);
  });
});

interface Started extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly origin: string;
  readonly stdout: Promise<string>;
}

async function start(env: Record<string, string>): Promise<Started> {
  const child = fork(entry, { env, execArgv: [], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const stdout = child.stdout ? text(child.stdout) : Promise.resolve('');
  const [message] = await once(child, 'message');
  assert.equal(message.ready, true);
  return {
    child,
    stdout,
    origin: `http://${env.HOST ?? '127.0.0.1'}:${message.port}`,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function post(url: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json', origin: new URL(url).origin };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}
