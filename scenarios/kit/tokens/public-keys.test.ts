import assert from 'node:assert/strict';
import { KeyObject } from 'node:crypto';
import { describe, it } from 'node:test';
import { generateKeyPair } from 'jose';
import type { Stage } from '../../stage.ts';
import { keysIn, publishedKeys } from './public-keys.ts';

const pair = await generateKeyPair('ES256', { extractable: true });
const [publicKey, privateKey] = [KeyObject.from(pair.publicKey), KeyObject.from(pair.privateKey)];
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one' };
const spki = publicKey.export({ type: 'spki', format: 'der' });
const pem = String(publicKey.export({ type: 'spki', format: 'pem' }));

/** A target that has these documents and nothing else; further, what it was asked for. */
function publishing(documents: Readonly<Record<string, unknown>>, publicKeys?: string) {
  const asked: string[] = [];
  const stage = {
    target: { protocol: { publicKeys } },
    request: () => ({ method: 'GET', path: '/me', headers: { host: 'auth.test' } }),
    async send({ path }: { path: string }) {
      asked.push(path);
      const found = documents[path];
      return {
        status: found === undefined ? 404 : 200,
        ...(typeof found === 'string' ? { text: found } : { body: found }),
      };
    },
  } as unknown as Stage;
  return { stage, asked };
}

describe('published keys', () => {
  it('are read wherever they stand in a document: as JWK, PEM and base64', () => {
    const documents = [
      { keys: [jwk] },
      jwk,
      { public_key: spki.toString('base64') },
      { one: pem },
      pem,
      `key:\n${pem}`,
    ];
    for (const document of documents) {
      const [found, ...further] = keysIn(document);
      assert.deepEqual([found?.jwk.x, further.length], [jwk.x, 0]);
    }
    assert.equal(keysIn({ keys: [jwk, jwk] }).length, 2);
  });

  it('are nothing else that a document holds', () => {
    const secret = { kty: 'oct', k: 'c2VjcmV0' };
    const own = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    assert.deepEqual([...keysIn({ keys: [secret] }), ...keysIn('not a key'), ...keysIn(undefined)], []);
    // who publishes a private key publishes its public half: that is another finding
    assert.equal(keysIn(own)[0]?.key.type, 'public');
  });

  it('are asked for where the protocol says, else at the usual places, and where metadata leads', async () => {
    const named = publishing({ '/my/keys': { keys: [jwk] } }, '/my/keys');
    assert.equal((await publishedKeys(named.stage))[0].jwk.kid, 'one');
    assert.deepEqual(named.asked, ['/my/keys']);
    const metadata = { issuer: 'x', jwks_uri: 'https://auth.test/realm/keys?v=1' };
    const led = publishing({ '/.well-known/openid-configuration': metadata, '/realm/keys?v=1': { keys: [jwk] } });
    assert.equal((await publishedKeys(led.stage))[0].jwk.kid, 'one');
    assert.deepEqual(led.asked.slice(-2), ['/.well-known/openid-configuration', '/realm/keys?v=1']);
  });

  it('are missed by name where there are none', async () => {
    await assert.rejects(publishedKeys(publishing({}, '/keys').stage), {
      message: 'the target publishes no key at /keys',
    });
  });
});
