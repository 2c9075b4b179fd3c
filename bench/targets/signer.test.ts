import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Credential, User } from '../../scenarios/exchange.ts';
import type { VirtualUser } from '../../scenarios/kinds/load.ts';
import type { Stage } from '../../scenarios/stage.ts';
import jwt from '../../servers/schemes/jwt.ts';
import { Settings } from '../../servers/settings.ts';
import { createRouter } from '../cluster/routing.ts';
import { openBrowserProfile } from '../driver/browser.ts';
import { chromiumAt } from '../driver/chromium.ts';
import { createClient } from '../driver/client.ts';
import { signerOf } from '../driver/signer-of.ts';
import { createTranscript } from '../driver/transcript.ts';
import { openTransport } from '../driver/transport.ts';
import { startGenerator } from '../generator/generator.ts';
import type { ClosedJob, OpenJob } from '../generator/job.ts';
import { findBrowser } from '../machine/browser.ts';
import { stageTarget } from './own/stage-target.ts';
import { protocol, startSignedServer } from './signed-server.fixture.ts';
import { createStage } from './stage.ts';

const executable = await findBrowser();
const skip = executable === undefined ? 'no Chromium or Chrome is installed' : false;
const people = ['ann', 'bob', 'cy'].map((id): User => ({ id, username: id, password: 'secret' }));
const [ann, bob] = people as [User, User];
const { signal } = new AbortController();

async function onSignedServer(act: (stage: Stage, origin: string) => Promise<void>): Promise<void> {
  await using server = await startSignedServer();
  await using transport = openTransport();
  const stage = createStage({
    target: stageTarget({ id: 'toy', traits: jwt.traits, protocol }, Settings.parse({})),
    cluster: { origins: [server.origin] },
    router: createRouter(
      'round-robin',
      () => true,
      () => 1,
    ),
    ...{ transport, transcript: createTranscript(), hooks: {}, users: people, admin: ann },
    ...{ random: Math.random, effort: 'smoke', signal, signer: await signerOf(protocol) },
  });
  await act(stage, server.origin);
}

const only = (name: string, held: Credential): Credential => ({ [name]: held[name]! });

describe('a protocol with a signer', () => {
  it('signs in, and each request proves its key anew', async () => {
    await onSignedServer(async (stage) => {
      const held = await stage.signIn(ann);
      assert.deepEqual(Object.keys(held).sort(), ['access', 'key']);
      assert.equal(await stage.whoAmI(held), 'ann');
      assert.equal(await stage.whoAmI(held), 'ann');
      const raced = await stage.race([1, 2, 3].map(() => ({ request: stage.request('me', { as: held }), as: held })));
      const piped = await stage.volley('me', [{ as: held }, { as: held }]);
      assert.deepEqual(
        [...raced, ...piped].map(({ status }) => status),
        [200, 200, 200, 200, 200],
      );
    });
  });

  it('holds its key as it holds its credentials: a copy of one is nothing, and of both is everything', async () => {
    await onSignedServer(async (stage) => {
      const [held, other] = [await stage.signIn(ann), await stage.signIn(bob)];
      assert.equal(await stage.whoAmI(only('access', held)), undefined);
      assert.equal(await stage.whoAmI({ ...held, ...only('key', other) }), undefined);
      assert.equal(await stage.whoAmI({ ...held }), 'ann');
    });
  });

  it('signs for one use, and for the request as it was asked for: what was captured is good once, and for that', async () => {
    await onSignedServer(async (stage) => {
      const as = await stage.signIn(ann);
      const request = stage.request('me', { as });
      const statuses = [];
      for (const one of [request, request, { ...stage.request('me', { as }), path: '/admin' }])
        statuses.push((await stage.send(one, { captured: true })).status);
      assert.deepEqual(statuses, [200, 401, 401]);
    });
  });

  it('signs anew what is sent again, or otherwise than it was asked for, and no proof of somebody else', async () => {
    await onSignedServer(async (stage) => {
      const as = await stage.signIn(ann);
      const request = stage.request('me', { as });
      const statuses = [];
      for (const one of [request, request, { ...request, path: '/admin' }])
        statuses.push((await stage.send(one)).status);
      const raced = await stage.race([request, request].map((one) => ({ request: one })));
      statuses.push(...raced.map(({ status }) => status));
      assert.deepEqual(statuses, [200, 200, 200, 200, 200]);
      const other = { ...request, headers: { ...request.headers, proof: 'of-somebody-else' } };
      assert.equal((await stage.send(other)).status, 401);
      const stolen = stage.request('me', { as, headers: { 'proof-once': 'again' } });
      assert.equal(stolen.headers['proof-once'], 'again');
    });
  });

  it('is spoken by a page in a browser, which keeps the key for the next one, and for no other browser', {
    skip,
  }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'authbench-'));
    try {
      await using chromium = chromiumAt(executable ?? '', join(folder, 'chromium'), signal);
      await using server = await startSignedServer();
      const client = createClient(protocol, 'auth.test', undefined, await signerOf(protocol));
      const transcript = createTranscript();
      await using browser = await openBrowserProfile({ chromium, target: server.origin, client, transcript });
      const tab = await browser.open('app');
      const { credential } = await tab.perform('login', { values: { username: 'ann', password: 'secret' } });
      const token = only('access', credential);
      await using elsewhere = await openBrowserProfile({ chromium, target: server.origin, client, transcript });
      const statuses = [];
      for (const [at, as] of [
        [tab, credential],
        [tab, token],
        [await elsewhere.open('app'), token],
      ] as const)
        statuses.push((await at.perform('me', { as })).status);
      assert.deepEqual(statuses, [200, 200, 401]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('is driven by the load generator: reads, and logins with keys of their own', async () => {
    await onSignedServer(async (stage, origin) => {
      await using generator = await startGenerator();
      const users: VirtualUser[] = [];
      for (const user of people) users.push({ user, credential: await stage.signIn(user) });
      const job = {
        ...{ scenario: 'authenticated-read', protocol, authority: 'auth.test', origins: [origin], users },
        ...{ connections: 2, warmUpMs: 0, durationMs: 1_000, timeoutMs: 5_000 },
      };
      const closed: ClosedJob = { ...job, executor: 'closed' };
      const open: OpenJob = { ...job, executor: 'open', rate: 100, queueLimit: 100 };
      const logins = { ...closed, scenario: 'login', users: people.map((user) => ({ user, credential: {} })) };
      for (const one of [closed, open, logins, { ...closed, engine: 'autocannon' } as const]) {
        const { counts, failures } = await generator.run(one, signal);
        assert.deepEqual(failures, {}, one.scenario);
        assert.ok(counts.completed >= 3, `${one.scenario}: ${counts.completed} were answered`);
      }
    });
  });

  it('names one that there is', async () => {
    await assert.rejects(signerOf({ signer: 'no-such-signer' }), /no signer no-such-signer/);
    assert.equal(await signerOf({}), undefined);
  });
});
