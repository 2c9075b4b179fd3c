import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { importJWK, type JWK, SignJWT } from 'jose';
import { ConfigError } from '../http/errors.ts';
import { passwordIn, serveScheme, testSettings } from '../served-scheme.fixture.ts';
import dpop, { keysIn } from '../signers/dpop.ts';
import { memoryStore } from '../store/memory.ts';
import type { Store } from '../store/store.ts';
import { type Held, visitor } from '../visitor.fixture.ts';
import scheme from './jwt-refresh-dpop.ts';

const user = { username: 'user-1', password: passwordIn('user-1') };

async function start(store: Store = memoryStore()) {
  const served = await serveScheme(scheme, { store });
  return { served, client: visitor(served.origin, scheme.protocol) };
}

/** A proof as any client may make it, with what is to be otherwise in it. */
async function proof(origin: string, held: Held, changed: Changed = {}) {
  const { key = '', access = '', nonce } = held.tokens;
  const { publicJwk, privateJwk } = keysIn(key);
  const claims = {
    ...{ jti: randomUUID(), htm: 'GET', htu: `${origin}/me`, iat: Math.floor(Date.now() / 1_000), nonce },
    ath: createHash('sha256').update(access).digest('base64url'),
    ...changed.claims,
  };
  return new SignJWT(JSON.parse(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: publicJwk, ...changed.header?.(privateJwk) })
    .sign(await importJWK(privateJwk, 'ES256'));
}

interface Changed {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: (privateJwk: JWK) => Readonly<Record<string, unknown>>;
}

function bound(held: Held, dpopHeader: string, type = 'DPoP'): Record<string, string> {
  return { authorization: `${type} ${held.tokens.access}`, dpop: dpopHeader };
}

describe('jwt-refresh-dpop', () => {
  it('hands out a token of the type DPoP that names the key of the login, and a nonce for the proofs to come', async () => {
    const { served, client } = await start();
    await using _ = served;
    const { body, headers, held } = await client.perform('login', { values: user });
    assert.equal(body?.token_type, 'DPoP');
    const { cnf } = JSON.parse(Buffer.from(String(body?.access_token).split('.')[1] ?? '', 'base64url').toString());
    assert.match(cnf.jkt, /^[\w-]{43}$/);
    assert.match(String(headers['dpop-nonce']), /^[\w-]{22}$/);
    assert.equal(held.tokens.nonce, headers['dpop-nonce']);
  });

  it('asks who comes without a proof for one, and says of a refused token that it is the token', async () => {
    const { served, client } = await start();
    await using _ = served;
    const nobody = await client.perform('me');
    assert.equal(nobody.headers['www-authenticate'], 'DPoP realm="authbench", algs="ES256"');
    const forged = await client.perform('me', { headers: { authorization: 'DPoP forged' } });
    assert.match(String(forged.headers['www-authenticate']), /error="invalid_token"$/);
    const held = await client.signIn(user);
    const bare = await client.send(client.request('me', { as: { ...held, tokens: { access: held.tokens.access! } } }));
    assert.equal(bare.status, 401);
    assert.match(String(bare.headers['www-authenticate']), /error="invalid_dpop_proof"$/);
  });

  it('remembers each proof once, in one command to the store', async () => {
    const store = memoryStore();
    const created: [string, number][] = [];
    const { served, client } = await start({
      ...store,
      create(key, value, ttlMs, listed) {
        created.push([key.replace(/:.*/, ''), ttlMs]);
        return store.create(key, value, ttlMs, listed);
      },
    });
    await using _ = served;
    const held = await client.signIn(user);
    created.length = 0;
    const request = client.request('me', { as: held });
    assert.deepEqual([(await client.send(request)).status, (await client.send(request)).status], [200, 401]);
    assert.deepEqual(created, [
      ['proof', 4 * testSettings.nonceMs],
      ['proof', 4 * testSettings.nonceMs],
    ]);
  });

  const wrong: Readonly<Record<string, Changed>> = {
    'of another method': { claims: { htm: 'POST' } },
    'of another path': { claims: { htu: 'http://127.0.0.1/admin' } },
    'of another host': { claims: { htu: 'http://evil.example/me' } },
    'of another origin than ours': { claims: { htu: 'https://127.0.0.1/me' } },
    'with a name before the host': { claims: { htu: 'http://127.0.0.1@evil.example/me' } },
    'of another token': { claims: { ath: 'A'.repeat(43) } },
    'of no token': { claims: { ath: undefined } },
    'without a name': { claims: { jti: undefined } },
    'without a time': { claims: { iat: undefined } },
    'with a nonce that is none of ours': { claims: { nonce: 'A'.repeat(22) } },
    'with no nonce': { claims: { nonce: undefined } },
    'of another type': { header: () => ({ typ: 'JWT' }) },
    'of no type': { header: () => ({ typ: undefined }) },
    'that brings its private key along': { header: (jwk) => ({ jwk }) },
    'that brings another key along': { header: () => ({ jwk: keysIn(dpop.newKey()).publicJwk }) },
  };
  for (const [what, changed] of Object.entries(wrong)) {
    it(`refuses a proof ${what}`, async () => {
      const { served, client } = await start();
      await using _ = served;
      const held = await client.signIn(user);
      const ask = async (header: string) =>
        (await client.send({ method: 'GET', path: '/me', headers: bound(held, header) })).status;
      assert.equal(await ask(await proof(served.origin, held, changed)), 401);
      assert.equal(await ask(await proof(served.origin, held)), 200);
    });
  }

  it('takes the address of a proof in every spelling of it, and without its query', async () => {
    const { served, client } = await start();
    await using _ = served;
    const held = await client.signIn(user);
    const { host } = new URL(served.origin);
    for (const htu of [`HTTP://${host}/me`, `http://${host}/%6de`, `http://${host}/x/../me`, `http://${host}/me?a#b`]) {
      const headers = bound(held, await proof(served.origin, held, { claims: { htu } }));
      assert.equal((await client.send({ method: 'GET', path: '/me?c=d', headers })).status, 200, htu);
    }
  });

  it('is deaf to its token as a bearer token, and to a proof of another key', async () => {
    const { served, client } = await start();
    await using _ = served;
    const held = await client.signIn(user);
    const other = { ...held, tokens: { ...held.tokens, key: dpop.newKey() } };
    const ask = async (headers: Record<string, string>) =>
      (await client.send({ method: 'GET', path: '/me', headers })).status;
    assert.equal(await ask(bound(held, await proof(served.origin, held), 'Bearer')), 401);
    assert.equal(await ask(bound(held, await proof(served.origin, other))), 401);
  });

  it('renews for the key of the login alone, and one that comes with another ends nothing', async () => {
    const { served, client } = await start();
    await using _ = served;
    const held = await client.signIn(user);
    const thief = { ...held, tokens: { ...held.tokens, key: dpop.newKey() } };
    const refused = await client.perform('refresh', { as: thief });
    assert.deepEqual([refused.status, refused.body?.error], [401, 'invalid_grant']);
    const renewed = await client.perform('refresh', { as: held });
    assert.equal(renewed.status, 200);
    assert.equal(await client.whoAmI(renewed.held), 'user-1');
  });

  it('keeps the key of a sign-in that a change of password spares', async () => {
    const { served, client } = await start();
    await using _ = served;
    const held = await client.signIn(user);
    const values = { password: user.password, next: 'a new password of mine' };
    const spared = (await client.perform('password', { as: held, values })).held;
    const thief = { ...spared, tokens: { ...spared.tokens, key: dpop.newKey() } };
    assert.equal((await client.perform('refresh', { as: thief })).status, 401);
    assert.equal((await client.perform('refresh', { as: spared })).status, 200);
  });

  it('goes on after a silence with the nonce that it is given, and a client whose clock is wrong signs in with it', async (t) => {
    const { served, client } = await start();
    await using _ = served;
    const held = await client.signIn(user);
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 3 * testSettings.nonceMs });
    const late = await client.send(client.request('me', { as: held }));
    assert.deepEqual([late.status, late.body?.error], [401, 'use_dpop_nonce']);
    assert.equal((await client.perform('me', { as: held })).status, 200);

    const iat = Math.floor(Date.now() / 1_000) - 3_600;
    const { key } = held.tokens;
    const login = async (stated?: string) => {
      const fresh = { cookies: {}, tokens: { key: key! } };
      const claims = { htm: 'POST', htu: `${served.origin}/login`, iat, nonce: stated, ath: undefined };
      const headers = { dpop: await proof(served.origin, fresh, { claims }) };
      return client.send(client.request('login', { values: user, headers }));
    };
    const asked = await login();
    assert.deepEqual([asked.status, asked.body?.error], [400, 'use_dpop_nonce']);
    assert.equal((await login(late.held.tokens.nonce)).status, 200);
  });

  it('ends the sign-in at logout with the cookie alone', async () => {
    const { served, client } = await start();
    await using _ = served;
    const held = await client.signIn(user);
    assert.equal((await client.perform('logout', { as: { ...held, tokens: {} } })).status, 204);
    assert.equal((await client.perform('refresh', { as: held })).status, 401);
  });

  it('does not start without the origins that proofs may name', async () => {
    const settings = { ...testSettings, publicOrigins: '' };
    await assert.rejects(
      async () => scheme.serve({ settings, store: memoryStore() } as never),
      (error) => error instanceof ConfigError && /PUBLIC_ORIGINS/.test(error.message),
    );
  });
});
