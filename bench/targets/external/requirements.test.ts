import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import express from 'express';
import type { Attack } from '../../../scenarios/kinds/attack.ts';
import login from '../../../scenarios/load/login.ts';
import { discover } from '../../../servers/discover.ts';
import { runTrial } from '../../attacks/attack.ts';
import { createRandom } from '../../machine/random.ts';
import { cellSpec } from '../../plan/cell-spec.ts';
import { jsonLogin, knows, listen, users } from '../../tools/development/development.ts';
import { type Target, TargetDescription } from './description.ts';
import { readTarget } from './external-target.ts';
import { openTarget } from './open-target.ts';
import { unmetLoadNeed, unmetNeedOf } from './requirements.ts';
import { freshId } from './small-servers.fixture.ts';

const attacks = await discover<Attack>(new URL('../../../scenarios/attacks/', import.meta.url));
const least: Target = {
  name: 'least',
  origin: 'http://127.0.0.1:1',
  users,
  credentials: { session: { role: 'session', in: { cookies: ['sid'] } } },
  login: jsonLogin,
  call: { path: '/me', subject: 'id' },
};
const subject = (more: Partial<Target> = {}) => readTarget(TargetDescription.parse({ ...least, ...more }), {});
const why = (id: string, more?: Partial<Target>) => unmetNeedOf(subject(more), attacks.get(id)!);

/** It can do no more than its description says. */
function app(): express.Express {
  const sessions = new Map<string, string>();
  const server = express().use(express.json());
  server.post('/login', ({ body: { username, password } }, response) => {
    if (!knows(username, password)) return void response.status(401).end();
    const id = freshId();
    sessions.set(id, username);
    response.cookie('sid', id, { httpOnly: true }).json({});
  });
  server.get('/me', (request, response) => {
    const id = sessions.get(/sid=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
    response.status(id ? 200 : 401).json({ id });
  });
  return server;
}

describe('why an attack is not made on a target', () => {
  it('names the step that its description lacks, as descriptions call it', () => {
    const logout = { method: 'POST', path: '/logout' } as const;
    assert.equal(why('replay-after-logout'), "the description names no step 'logout'");
    const known = subject({ logout });
    const seen = (lagsAtLogout: boolean) => ({ ...known, external: { ...known.external, lagsAtLogout } });
    assert.equal(unmetNeedOf(seen(false), attacks.get('replay-after-logout')!), undefined);
    assert.match(unmetNeedOf(seen(true), attacks.get('replay-after-logout')!) ?? '', /^it waits for a sign-in to end/);
    assert.equal(why('logout-resurrection', { logout }), "the description names no step 'slowWrite' or 'refresh'");
    assert.equal(why('logout-resurrection', { logout, slowWrite: { path: '/slow' } }), undefined);
    assert.equal(why('disable-user-latency'), "the description names no step 'disable'");
    assert.equal(why('role-demotion-latency'), 'it needs a step that only our own servers have (admin, setRole)');
  });

  it('is that a step changes data, until the description allows it', () => {
    const change = {
      transfer: { method: 'POST', path: '/points' },
      effect: { path: '/points', value: 'json:points' },
    } as const;
    assert.match(why('forged-change-sibling', change) ?? '', /\(optIn: writes\)$/);
    assert.equal(why('forged-change-sibling', { ...change, optIn: ['writes'] }), undefined);
  });

  it('is that it knows the routes of our own servers, whatever steps are described', () => {
    const password = { method: 'POST', path: '/password' } as const;
    const change = { method: 'POST', path: '/points' } as const;
    const described = { transfer: change, effect: { path: '/points', value: 'json:points' } } as const;
    assert.equal(
      why('session-puzzling', described),
      'it knows the routes of our own servers, and would say nothing of others',
    );
    assert.equal(
      why('cookie-attributes', { password, optIn: ['writes'] }),
      'it knows the routes of our own servers; of others, the property cookie-flags tells it',
    );
  });

  it('is that it signs tokens, until the owner lends the key', () => {
    const lent = { ...least, signingKey: { env: 'KEY' } };
    const reads = (env: Record<string, string>) => readTarget(TargetDescription.parse(lent), env);
    const said = 'it signs tokens with the key of the server, and the description lends none (signingKey)';
    assert.equal(why('jwt-crit'), said);
    assert.equal(unmetNeedOf(reads({ KEY: 'a secret of this test' }), attacks.get('jwt-crit')!), undefined);
    assert.throws(() => reads({}), { code: 'AB-E008', message: 'the environment lacks KEY' });
    assert.throws(() => reads({ KEY: '{"kty":"EC"}' }), { code: 'AB-E008', message: /^KEY holds no key/ });
  });

  it('is another algorithm, and not another one with the same kind of key where the key is all that counts', () => {
    const signed = (algorithm: string) => ({ ...subject(), external: { ...subject().external, algorithm } });
    const unmet = (id: string, algorithm: string) => unmetNeedOf(signed(algorithm), attacks.get(id)!) !== undefined;
    const ids = ['jwt-alg-confusion', 'jwt-alg-confusion-es256', 'jwt-alg-confusion-eddsa', 'psychic-signature'];
    const tried = (algorithm: string) => ids.filter((id) => !unmet(id, algorithm));
    assert.deepEqual(['PS512', 'ES384', 'Ed25519', 'ES256', 'HS512'].map(tried), [
      ['jwt-alg-confusion'],
      ['jwt-alg-confusion-es256'],
      ['jwt-alg-confusion-eddsa'],
      ['jwt-alg-confusion-es256', 'psychic-signature'],
      [],
    ]);
  });

  it('is a browser, a hook, what was not opted in, or a lifetime that is not known', () => {
    assert.equal(why('login-csrf'), 'it is played in a browser: none was looked for');
    assert.match(why('store-dump-replay') ?? '', /^it reaches behind HTTP/);
    const nothing = "the description names no step 'logout' or 'logoutAll' or 'refresh'";
    assert.equal(why('sign-in-histories'), nothing);
    assert.match(why('session-id-entropy') ?? '', /optIn: many-logins/);
    const waits = 'it waits for a sign-in to end, and no short lifetime is given';
    assert.equal(why('idle-and-absolute-timeout'), `${waits} (ttlMs.session, ttlMs.absolute)`);
    const sliding = { session: 2_000 };
    assert.equal(why('idle-and-absolute-timeout', { ttlMs: sliding }), `${waits} (ttlMs.absolute)`);
    assert.equal(
      why('idle-and-absolute-timeout', { ttlMs: { ...sliding, absolute: 60_000 } }),
      `${waits} (ttlMs.absolute)`,
    );
    assert.equal(why('idle-and-absolute-timeout', { ttlMs: { ...sliding, absolute: 5_000 } }), undefined);
    assert.equal(why('session-id-entropy', { optIn: ['many-logins'] }), undefined);
  });

  it('is said before: none fails over a step that it did not name', async ({ signal }) => {
    const logFolder = await mkdtemp(join(tmpdir(), 'authbench-least-'));
    await using server = await listen(app(), (origin) => ({ ...least, origin }));
    const options = { logFolder, random: createRandom(1), effort: 'smoke' as const, signal, env: {} };
    await using open = await openTarget(readTarget(TargetDescription.parse(server.description), {}), options);
    const scheme = open.target;
    const failed: string[] = [];
    const tried = [...attacks.values()].filter(
      (attack) => attack.appliesTo(scheme.traits) === true && unmetNeedOf(scheme, attack) === undefined,
    );
    for (const attack of tried) {
      const spec = cellSpec({ kind: 'attack', scenario: attack.id, scheme: scheme.id });
      const trial = { cell: { ...spec, attack, scheme }, on: scheme, weakness: undefined };
      const { judgement } = await runTrial(trial, open.live(scheme), scheme.external.users, signal);
      if (judgement.because.includes('no step')) failed.push(`${attack.id}: ${judgement.because}`);
    }
    await rm(logFolder, { recursive: true });
    assert.deepEqual(failed, []);
    assert.ok(tried.length >= 4, `${tried.length} were made`);
  });
});

describe('why no load is put on a target', () => {
  it('is a login of several requests, or https', () => {
    assert.equal(unmetLoadNeed(subject(), login), undefined);
    const form: Target['login'] = [{ path: '/form' }, jsonLogin];
    assert.equal(
      unmetLoadNeed(subject({ login: form }), login),
      'its login is 2 requests, and load is made of single ones',
    );
    assert.match(unmetLoadNeed(subject({ origin: 'https://localhost:1' }), login) ?? '', /its origin is https$/);
  });
});
