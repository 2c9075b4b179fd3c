import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { main } from '../../cli/program.ts';
import type { BenchError } from '../../errors.ts';
import { consent } from './consent.ts';

const outside = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;

describe('consent to a target', () => {
  it('is not asked for on this machine', async () => {
    for (const host of ['127.0.0.1:1', 'localhost:1', '127.8.8.8', '[::1]:1'])
      await consent(`http://${host}`, { allowed: [], owned: [] });
  });

  it('needs the host twice anywhere else', async () => {
    const origin = 'https://app.example:8443';
    const no = { code: 'AB-E009' };
    await assert.rejects(consent(origin, { allowed: [], owned: ['app.example'] }), no);
    await assert.rejects(consent(origin, { allowed: ['app.example'], owned: [] }), no);
    await assert.rejects(consent(origin, { allowed: ['app.example'], owned: ['other.example'] }), no);
    await assert.rejects(consent(origin, { allowed: ['app.example'], owned: [], ask: async () => 'yes' }), no);
    await consent(origin, { allowed: ['app.example'], owned: ['app.example'] });
    await consent(origin, { allowed: ['app.example'], owned: [], ask: async () => 'app.example\n' });
  });

  it('is no matter of names that look like this machine', async () => {
    for (const host of ['localhost.example', '127.0.0.1.example', '128.0.0.1', '0.0.0.0', '10.0.0.1'])
      await assert.rejects(consent(`http://${host}`, { allowed: [], owned: [] }), { code: 'AB-E009' });
  });

  it('is had before the first connection: without it, nothing is sent', {
    skip: outside ? false : 'no network',
  }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'authbench-consent-'));
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    }).listen(0, outside);
    await once(server, 'listening');
    const address = server.address();
    const file = join(folder, 'remote.json');
    await writeFile(
      file,
      JSON.stringify(description(`http://${outside}:${typeof address === 'object' ? address?.port : 0}`)),
    );
    try {
      const host = outside ?? '';
      assert.equal(await run('--target', file), 64);
      assert.equal(await run('--target', file, '--dry-run'), 64);
      assert.equal(await run('--target', file, '--allow-remote', host), 64);
      assert.equal(await run('--target', file, '--i-own', host), 64);
      assert.equal(connections, 0);
      assert.equal(await run('--target', file, '--dry-run', '--allow-remote', host, '--i-own', host), 69);
      assert.ok(connections > 0, 'with consent, the same description does connect');
    } finally {
      server.close();
      await rm(folder, { recursive: true });
    }
  });
});

async function run(...args: string[]): Promise<number> {
  return main(args).catch((error: BenchError) => error.exitCode);
}

function description(origin: string) {
  return {
    name: 'remote',
    origin,
    users: { a: { username: 'a', password: 'b' }, b: { username: 'b', password: 'c' } },
    credentials: { session: { role: 'session', in: { cookies: ['sid'] } } },
    login: { path: '/login' },
    call: { path: '/me', subject: 'id' },
  };
}
