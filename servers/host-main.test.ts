import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { seedAccounts } from './accounts/seed.ts';

const entry = fileURLToPath(new URL(`./host-main${extname(import.meta.url)}`, import.meta.url));

/** Where nobody else is given the port that one who ends sets free. */
const ownHost = '127.0.0.2';

describe('a process that hosts many servers', () => {
  let folder: string;
  let sound: Record<string, string>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-'));
    const accounts = join(folder, 'accounts.jsonl');
    await seedAccounts(accounts, { users: 1, seed: 'test', passwordCost: 4 });
    const key = () => randomBytes(32).toString('base64url');
    sound = { SCHEME: 'jwt', ACCOUNTS_FILE: accounts, PORT: '0', TOKEN_KEY: key(), COOKIE_KEY: key() };
  });
  after(() => rm(folder, { recursive: true }));

  it('starts and stops each as it is told, under the number of the command', async () => {
    await using host = start({});
    const one = await host.ask({ id: 1, start: { ...sound, HOST: ownHost } });
    const two = await host.ask({ id: 2, start: { ...sound, SCHEME: 'session' } });
    assert.deepEqual([one.id, two.id], [1, 2]);
    assert.equal(await health(one.port, ownHost), 200);
    assert.notEqual(one.port, two.port);
    assert.deepEqual(await host.ask({ id: 1, stop: true }), { id: 1, stopped: true });
    await assert.rejects(health(one.port, ownHost));
    assert.equal(await health(two.port), 200);
    assert.deepEqual(await host.ask({ id: 9, stop: true }), { id: 9, stopped: true });
  });

  it('is not weakened by what it is asked, unless its own environment says so', async () => {
    await using host = start({});
    const command = { ...sound, WEAKNESS: 'jwt-decode-without-verify', AUTHBENCH_ALLOW_WEAK: '1' };
    const { failed } = await host.ask({ id: 1, start: command });
    assert.match(failed ?? '', /WEAKNESS: a weakened server needs AUTHBENCH_ALLOW_WEAK=1/);
  });

  it('takes no sound server beside weakened ones, and those on loopback only', async () => {
    await using host = start({ AUTHBENCH_ALLOW_WEAK: '1' });
    const weak = { ...sound, WEAKNESS: 'jwt-decode-without-verify' };
    assert.equal(await health((await host.ask({ id: 1, start: weak })).port), 200);
    assert.match((await host.ask({ id: 2, start: sound })).failed ?? '', /takes no sound one/);
    assert.match((await host.ask({ id: 3, start: { ...weak, HOST: '0.0.0.0' } })).failed ?? '', /loopback HOST/);
  });

  it('ends when the process that started it is gone', async () => {
    await using host = start({});
    await host.ask({ id: 1, start: sound });
    const exited = once(host.child, 'exit');
    host.child.disconnect();
    assert.deepEqual(await exited, [0, null]);
  });
});

interface HostReply {
  readonly id: number;
  readonly port?: number;
  readonly failed?: string;
}

function start(env: Record<string, string>) {
  const child = fork(entry, { env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return {
    child,
    async ask(command: object): Promise<HostReply> {
      const answered = once(child, 'message');
      child.send(command);
      return (await answered)[0];
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function health(port: number | undefined, host = '127.0.0.1'): Promise<number> {
  const answer = await fetch(`http://${host}:${port}/healthz`);
  await answer.arrayBuffer();
  return answer.status;
}
