import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { base64url, type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Context } from 'koa';
import { ConfigError } from '../http/errors.ts';
import { testSettings } from '../served-scheme.fixture.ts';
import type { Settings } from '../settings.ts';
import { accessTokens } from './access-token.ts';

const account = { id: 'user-1', role: 'user' } as const;
const bearing = (authorization: string) => ({ get: () => authorization }) as unknown as Context;
const jwk = async (key: CryptoKey) => JSON.stringify(await exportJWK(key));
const now = () => Math.floor(Date.now() / 1000);

/** A token signed with the server's own key, wrong only where a test says so. */
function forged(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}): Promise<string> {
  const sound = { iss: testSettings.issuer, aud: testSettings.audience, sub: 'user-1', role: 'user', jti: 'x' };
  return new SignJWT({ ...sound, iat: now(), exp: now() + 60, ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', ...header })
    .sign(base64url.decode(testSettings.tokenKey));
}

async function subjectOf(token: string, settings: Settings = testSettings): Promise<string | undefined> {
  const tokens = await accessTokens(settings);
  return (await tokens.principal(bearing(`Bearer ${token}`)))?.id;
}

describe('access token', () => {
  it('has the header and the claims of RFC 9068', async () => {
    const tokens = await accessTokens(testSettings);
    const { access_token, token_type, expires_in } = await tokens.issue(account);
    const [header, payload] = access_token
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(String(Buffer.from(part, 'base64url'))));
    assert.deepEqual(Object.keys(header), ['alg', 'typ', 'kid']);
    assert.deepEqual([header.alg, header.typ], ['HS256', 'at+jwt']);
    assert.match(header.kid, /^[\w-]{8}$/);
    assert.deepEqual(Object.keys(payload).sort(), ['aud', 'exp', 'iat', 'iss', 'jti', 'role', 'sub']);
    assert.equal(payload.exp - payload.iat, 900);
    assert.equal(token_type, 'Bearer');
    assert.equal(expires_in, 900);
    assert.deepEqual(await tokens.principal(bearing(`Bearer ${access_token}`)), account);
  });

  it('accepts the token that the following tests make worse', async () => {
    assert.equal(await subjectOf(await forged()), 'user-1');
  });

  const wrong: Record<string, [Record<string, unknown>, Record<string, unknown>?]> = {
    'of another issuer': [{ iss: 'https://elsewhere.example' }],
    'for another audience': [{ aud: 'https://elsewhere.example' }],
    'of another type': [{}, { typ: 'JWT' }],
    'without a type': [{}, { typ: undefined }],
    'that has expired': [{ iat: now() - 60, exp: now() - 10 }],
    'that is older than the server makes them': [{ iat: now() - 1_000, exp: now() + 60 }],
    'from the future': [{ iat: now() + 60, exp: now() + 120 }],
    'that is not good yet': [{ nbf: now() + 60 }],
    'without an end': [{ exp: undefined }],
    'without a beginning': [{ iat: undefined }],
    'without an id': [{ jti: undefined }],
    'without a subject': [{ sub: undefined }],
    'with an empty subject': [{ sub: '' }],
    'with an unknown role': [{ role: 'root' }],
    'signed with a key of another name': [{}, { kid: 'x' }],
    'signed with a key whose name every object has': [{}, { kid: 'constructor' }],
    'with a critical header nobody knows': [{}, { crit: ['x'], x: 1 }],
  };
  for (const [what, [claims, header]] of Object.entries(wrong)) {
    it(`is refused ${what}`, async () => {
      const token = await forged(claims, header).catch(() => '');
      assert.equal(await subjectOf(token), undefined);
    });
  }

  it('is refused with any other algorithm than the pinned one', async () => {
    const [, payload] = (await forged()).split('.');
    const none = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${payload}.`;
    assert.equal(await subjectOf(none), undefined);
    const hs512 = new SignJWT({}).setProtectedHeader({ alg: 'HS512', typ: 'at+jwt' });
    assert.equal(await subjectOf(await hs512.sign(base64url.decode(testSettings.tokenKey.repeat(2)))), undefined);
  });

  it('forgives a clock as much as it was told', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
    const token = await forged({ iat: now() - 60, exp: now() - 3 });
    assert.equal(await subjectOf(token, { ...testSettings, toleranceMs: 10_000 }), 'user-1');
    assert.equal(await subjectOf(token, { ...testSettings, toleranceMs: 0 }), undefined);
  });

  it('never throws, whatever is presented', async () => {
    const tokens = await accessTokens(testSettings);
    const sound = (await tokens.issue(account)).access_token;
    const part = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
    );
    const hostile = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 6 }).map((parts) => `Bearer ${parts.join('.')}`),
      fc.nat(sound.length - 1).map((at) => `Bearer ${sound.slice(0, at)}!${sound.slice(at + 1)}`),
    );
    await fc.assert(
      fc.asyncProperty(hostile, async (header) => {
        assert.equal(await tokens.principal(bearing(header)), undefined);
      }),
      { numRuns: 500 },
    );
  });

  for (const algorithm of ['ES256', 'RS256', 'EdDSA'] as const) {
    it(`can be signed with ${algorithm}, and then with nothing else`, async () => {
      const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
      const settings = { ...testSettings, algorithm, tokenKey: await jwk(privateKey) };
      const { access_token } = await (await accessTokens(settings)).issue(account);
      assert.equal(await subjectOf(access_token, settings), 'user-1');
      assert.equal(await subjectOf(await forged(), settings), undefined);
      const tokenKey = await jwk(publicKey);
      await assert.rejects(accessTokens({ ...settings, tokenKey }), ConfigError);
    });
  }

  for (const tokenKey of [
    '',
    'short',
    'A'.repeat(64),
    'not base64url!'.repeat(5),
    Buffer.from('0123456789abcde'.repeat(3)).toString('base64url'),
  ]) {
    it(`is not signed with the key ${JSON.stringify(tokenKey.slice(0, 20))}`, async () => {
      await assert.rejects(accessTokens({ ...testSettings, tokenKey }), (error) => {
        assert.ok(error instanceof ConfigError);
        assert.match(error.message, /TOKEN_KEY/);
        assert.ok(tokenKey === '' || !error.message.includes(tokenKey));
        return true;
      });
    });
  }

  it('does not repeat a key that it cannot read', async () => {
    const tokenKey = '{"kty":"EC","d":"hidden"';
    await assert.rejects(accessTokens({ ...testSettings, algorithm: 'ES256', tokenKey }), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.ok(!error.message.includes('hidden'));
      return true;
    });
  });
});
