import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { passwordOf, seedAccounts } from '../../servers/accounts/seed.ts';
import { Settings } from '../../servers/settings.ts';
import type { Topology } from './cluster.ts';
import { hostedClusters } from './hosted.ts';
import { createKeys } from './keys.ts';

describe('clusters that share processes', () => {
  let folder: string;
  let logFolder: string;
  let template: string;
  let copies = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-'));
    logFolder = join(folder, 'logs');
    template = join(folder, 'accounts.jsonl');
    await mkdir(logFolder);
    await seedAccounts(template, { users: 1, seed: 'test', passwordCost: 4 });
  });
  after(() => rm(folder, { recursive: true }));

  async function context() {
    const accountsFile = join(folder, `${++copies}.jsonl`);
    await copyFile(template, accountsFile);
    return { storeUrl: undefined, accountsFile, logFolder, signal: new AbortController().signal };
  }
  async function topology(scheme: string, more: Partial<Topology> = {}): Promise<Topology> {
    const settings = Settings.parse({ passwordCost: 4, loginFailures: 0, ...(await createKeys('HS256')) });
    return { scheme, instances: 1, mode: 'own-memory', settings, ...more };
  }

  it('know nothing of each other, and end alone', async () => {
    await using hosts = hostedClusters({ folder, logFolder });
    const own = await topology('jwt');
    await using one = await hosts.start(own, await context());
    const two = await hosts.start(await topology('jwt'), await context());
    const token = await signIn(one.origins[0]);
    assert.equal(await statusOf(one.origins[0], token), 200);
    assert.equal(await statusOf(two.origins[0], token), 401);
    await two[Symbol.asyncDispose]();
    await assert.rejects(statusOf(two.origins[0], token));
    assert.equal(await statusOf(one.origins[0], token), 200);
  });

  it('have the instances of one cluster, and sound and weakened servers, in different processes', async () => {
    await using hosts = hostedClusters({ folder, logFolder });
    const weak = { weakness: 'jwt-decode-without-verify' };
    await using _sound = await hosts.start(await topology('jwt', { instances: 2 }), await context());
    await using _weak = await hosts.start(await topology('jwt', { instances: 2, ...weak }), await context());
    await using _more = await hosts.start(await topology('session'), await context());
    const logs = (await readdir(folder)).filter((file) => file.endsWith('.log')).sort();
    assert.deepEqual(logs, ['host-sound.0.log', 'host-sound.1.log', 'host-weak.0.log', 'host-weak.1.log']);
    const banners = await Promise.all(
      logs.map(async (log) =>
        (await readFile(join(folder, log), 'utf8'))
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ),
    );
    const named = banners.map((lines) => lines.map(({ scheme, WEAKENED }) => [scheme, WEAKENED]));
    assert.deepEqual(named, [
      [
        ['jwt', undefined],
        ['session', undefined],
      ],
      [['jwt', undefined]],
      [['jwt', weak.weakness]],
      [['jwt', weak.weakness]],
    ]);
    assert.equal(new Set(banners.map(([first]) => first.pid)).size, 4);
  });

  it('say why one of them cannot start, and leave the others as they are', async () => {
    await using hosts = hostedClusters({ folder, logFolder });
    await using sound = await hosts.start(await topology('jwt'), await context());
    await assert.rejects(hosts.start(await topology('nonsense', { instances: 2 }), await context()), {
      code: 'AB-E301',
      message: /SCHEME: give one of bff, jwt, /,
    });
    assert.equal(await statusOf(sound.origins[0], await signIn(sound.origins[0])), 200);
  });

  it('are no longer up when their process has died, and the next ones get another', async () => {
    await using hosts = hostedClusters({ folder, logFolder });
    await using lost = await hosts.start(await topology('jwt'), await context());
    const [banner] = (await readFile(join(folder, 'host-sound.0.log'), 'utf8')).trim().split('\n').slice(-1);
    process.kill(JSON.parse(banner ?? '').pid, 'SIGKILL');
    await assert.rejects(statusOf(lost.origins[0], 'x'));
    while (lost.isUp(0)) await new Promise(setImmediate);
    await using next = await hosts.start(await topology('jwt'), await context());
    assert.equal(await statusOf(next.origins[0], await signIn(next.origins[0])), 200);
  });

  it('cannot be killed, joined or read the log of', async () => {
    await using hosts = hostedClusters({ folder, logFolder });
    await using cluster = await hosts.start(await topology('jwt'), await context());
    for (const act of [cluster.logs, () => cluster.kill(0), () => cluster.join()])
      await assert.rejects(act(), /shares its process/);
  });
});

async function signIn(origin = ''): Promise<string> {
  const answer = await fetch(`${origin}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ username: 'user-1', password: passwordOf('test', 'user-1') }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  return access_token;
}

async function statusOf(origin = '', token: string): Promise<number> {
  const answer = await fetch(`${origin}/me`, { headers: { authorization: `Bearer ${token}` } });
  await answer.arrayBuffer();
  return answer.status;
}
