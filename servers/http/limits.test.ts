import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { seedAccounts } from '../accounts/seed.ts';
import { connectionLimits } from './limits.ts';

/** As many as either side may open; Node takes the hard limit for its own. */
const mayOpen = Number(/^Max open files +\d+ +(\d+)/m.exec(await readFile('/proc/self/limits', 'utf8'))?.[1]);
const most = Math.min(10_000, mayOpen - 124);
/** Fewer than the backlog of a server that listens: those beyond it would wait for a second. */
const atOnce = 250;
const mostBytesEach = 64 * 1024;

let folder: string;
let port: number;
let pid: number;
let end: () => Promise<void>;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authbench-'));
  const ACCOUNTS_FILE = join(folder, 'accounts.jsonl');
  await seedAccounts(ACCOUNTS_FILE, { users: 1, seed: 'test', passwordCost: 4 });
  const key = () => randomBytes(32).toString('base64url');
  const env = { SCHEME: 'session', PORT: '0', ACCOUNTS_FILE, TOKEN_KEY: key(), COOKIE_KEY: key() };
  const child = fork(fileURLToPath(new URL('../main.js', import.meta.url)), { env, stdio: 'ignore' });
  const [ready] = await once(child, 'message');
  port = (ready as { port: number }).port;
  pid = child.pid ?? 0;
  end = async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
});
after(async () => {
  await end();
  await rm(folder, { recursive: true });
});

describe('a server process in bad company', () => {
  const get = 'GET /healthz HTTP/1.1\r\nHost: auth.test\r\n';

  it('answers what is no HTTP with 400, and cookies beyond 16 KiB with 431', async () => {
    for (const bytes of ['\x16\x03\x01\x02\x00\x01', 'GET\r\n\r\n', `${get}Content-Length: -1\r\n\r\n`])
      assert.match(await answerTo(bytes), /^HTTP\/1\.1 400 /, JSON.stringify(bytes));
    assert.match(await answerTo(`${get}Cookie: a=${'x'.repeat(17 * 1024)}\r\n\r\n`), /^HTTP\/1\.1 431 /);
  });

  it('answers requests that came at once in their order, and one whose sender has closed its half', async () => {
    const last = `${get}Connection: close\r\n\r\n`;
    assert.equal((await answerTo(`${get}\r\n`.repeat(19) + last)).match(/HTTP\/1\.1 200 /g)?.length, 20);
    assert.match(await answerTo(`${get}\r\n`, { andEnd: true }), /^HTTP\/1\.1 200 /);
  });

  it('ends clients that never finish their headers or their body, and serves the others meanwhile', async () => {
    const post =
      'POST /login HTTP/1.1\r\nHost: auth.test\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n{';
    const slow = [answerTo(get), answerTo(post)];
    assert.match(await answerTo(`${get}Connection: close\r\n\r\n`), /^HTTP\/1\.1 200 /);
    for (const one of slow) assert.match(await one, /^HTTP\/1\.1 408 /);
  });

  it(`holds up to ${most} silent connections in bounded memory, serves beside them, and lets go of them when they end`, async () => {
    const before = await rssBytes();
    const sockets: Socket[] = [];
    // on a slow machine as many as there are before the server ends the first of them
    const start = performance.now();
    while (sockets.length < most && performance.now() - start < connectionLimits.headersTimeout / 2)
      sockets.push(...(await Promise.all(Array.from({ length: Math.min(atOnce, most - sockets.length) }, open))));
    // the kernel says yes before the server does
    while ((await openFiles()) <= sockets.length) await delay(20);
    assert.match(await answerTo(`${get}Connection: close\r\n\r\n`), /^HTTP\/1\.1 200 /);
    const each = ((await rssBytes()) - before) / sockets.length;
    assert.ok(each < mostBytesEach, `${Math.round(each)} bytes for each`);
    for (const socket of sockets) socket.destroy();
    assert.match(await answerTo(`${get}Connection: close\r\n\r\n`), /^HTTP\/1\.1 200 /);
    while ((await openFiles()) > 100) await delay(20);
  });
});

async function open(): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** All that the server says until it ends the connection. */
async function answerTo(bytes: string, { andEnd = false } = {}): Promise<string> {
  const socket = await open();
  socket.write(bytes, 'latin1');
  if (andEnd) socket.end();
  let text = '';
  for await (const chunk of socket) text += chunk;
  socket.destroy();
  return text;
}

async function openFiles(): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}

async function rssBytes(): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
}
