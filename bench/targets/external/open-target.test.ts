import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import express from 'express';
import type { Property } from '../../../scenarios/kinds/property.ts';
import expiry from '../../../scenarios/properties/expiry.ts';
import multipleSessions from '../../../scenarios/properties/multiple-sessions.ts';
import { discoverTarget } from '../../checks/discover.ts';
import { runProperty } from '../../checks/property.ts';
import { createRandom } from '../../machine/random.ts';
import { onFreePort } from '../../store/free-port.ts';
import { jsonLogin, knows, listen, users } from '../../tools/development/development.ts';
import { fastifyJwt } from '../../tools/development/fastify-jwt.ts';
import { type Target, TargetDescription } from './description.ts';
import { readTarget } from './external-target.ts';
import { openTarget } from './open-target.ts';

const { signal } = new AbortController();
let logFolder = '';
before(async () => {
  logFolder = await mkdtemp(join(tmpdir(), 'authbench-open-target-'));
});
after(() => rm(logFolder, { recursive: true, force: true }));

/** It counts who is signed in, and how often it was brought back to how it was. */
async function counting() {
  const seen = { signedIn: new Map<string, string>(), made: 0, resets: 0 };
  const app = express();
  app.use(express.json());
  app.post('/login', ({ body: { username, password } }, response) => {
    if (!knows(username, password)) return void response.status(401).end();
    seen.made += 1;
    seen.signedIn.set(String(seen.made), username);
    response.json({ id: String(seen.made) });
  });
  app.get('/me', (request, response) => {
    const name = seen.signedIn.get(request.get('x-session') ?? '');
    response.status(name ? 200 : 401).json({ name });
  });
  app.post('/logout', (request, response) => {
    seen.signedIn.delete(request.get('x-session') ?? '');
    response.status(204).end();
  });
  app.post('/reset', (_, response) => {
    seen.resets += 1;
    response.status(204).end();
  });
  return { seen, ...(await listen(app, describeApp)) };
}

function describeApp(origin: string): Target {
  return {
    name: 'counting',
    origin,
    users,
    credentials: { session: { role: 'session', from: 'json:id', in: { header: 'x-session' } } },
    login: jsonLogin,
    call: { path: '/me', subject: 'name' },
    logout: { method: 'POST', path: '/logout' },
    reset: { method: 'POST', path: '/reset' },
  };
}

const open = (description: Target) =>
  openTarget(readTarget(TargetDescription.parse(description), {}), {
    logFolder,
    random: createRandom(1),
    effort: 'smoke',
    signal,
    env: process.env,
  });

describe('a target that is closed', () => {
  it('has nobody signed in that the bench signed in, and was reset once', async () => {
    await using server = await counting();
    {
      await using target = await open(server.description);
      await discoverTarget(target, [multipleSessions] as unknown as Property[], signal);
      assert.ok(server.seen.signedIn.size >= 5, `${server.seen.signedIn.size} sign-ins were open`);
      assert.equal(server.seen.resets, 0);
    }
    assert.deepEqual([[...server.seen.signedIn], server.seen.resets], [[], 1]);
  });

  it('has nobody signed in either where its description turned out untrue', async () => {
    await using server = await counting();
    const untrue = {
      ...server.description,
      users: { ...users, bob: { ...users.bob, subject: 'robert' } } as typeof users,
    };
    await assert.rejects(open(untrue), { code: 'AB-E601' });
    assert.deepEqual([server.seen.made, [...server.seen.signedIn], server.seen.resets], [2, [], 1]);
  });
});

describe('a target that vanishes', () => {
  it('leaves a property undecided: that nobody answers is no refusal', async () => {
    await using server = await counting();
    const sliding = { ...server.description, ttlMs: { session: 200 } };
    await using target = await open(sliding);
    const madeBefore = server.seen.made;
    const probing = runProperty(expiry as unknown as Property, target.target, target, signal);
    // both sign-ins were made
    while (server.seen.made < madeBefore + 2) await new Promise(setImmediate);
    await server[Symbol.asyncDispose]();
    const { finding, result } = await probing;
    assert.deepEqual([finding, result.state], [undefined, 'inconclusive']);
    assert.match(result.because, /^the target ended when it was sent /);
  });
});

describe('a target that the bench starts', () => {
  const program = fileURLToPath(new URL('../../tools/development/serve-main.js', import.meta.url));
  const started = (description: Target, ...command: string[]): Target => ({
    ...description,
    start: { command: ['node', ...command], env: { PORT: new URL(description.origin).port } },
  });

  it('is up once its port answers, and ends with the run', async () => {
    const origin = await unused();
    await using like = await fastifyJwt('HS256').start();
    const target = await open(started({ ...like.description, origin }, program, 'fastify-jwt-hs256'));
    assert.equal(target.live().cluster.pids().length, 1);
    await target[Symbol.asyncDispose]();
    await assert.rejects(fetch(origin));
  });

  it('tells its last words where it ended before it answered', async () => {
    const description = started(
      describeApp(await unused()),
      '-e',
      'console.error("no such database"); process.exit(3)',
    );
    await assert.rejects(open(description), {
      code: 'AB-E301',
      message: 'counting ended before it answered: no such database',
    });
  });
});

/** An origin that nobody answers at, and that nobody is given who asks for any port. */
function unused(): Promise<string> {
  return onFreePort('a target', async (port) => `http://127.0.0.1:${port}`);
}
