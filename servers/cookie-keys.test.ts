import assert from 'node:assert/strict';
import { type createHmac, KeyObject, randomBytes } from 'node:crypto';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { describe, it, mock } from 'node:test';
import Keygrip from 'keygrip';
import { cookieKeys } from './cookie-keys.ts';
import { ConfigError } from './http/errors.ts';

/** As modules that are required see it. */
const crypto: { createHmac: typeof createHmac } = createRequire(import.meta.url)('node:crypto');
const key = () => randomBytes(32).toString('base64url');
const [current, former] = [key(), key()];
const made = (cookieKey: string, retired: readonly { key: string; until: number }[] = []) =>
  cookieKeys({ cookieKey, retiredCookieKeys: retired.length === 0 ? '' : JSON.stringify(retired) });

describe('the keys of cookies', () => {
  const old = made(former).sign('sid=1');

  it('verify what a retired key signed until its end, and not after it', () => {
    assert.equal(made(current, [{ key: former, until: Date.now() + 60_000 }]).index('sid=1', old), 0);
    assert.equal(made(current, [{ key: former, until: Date.now() - 1 }]).index('sid=1', old), -1);
    assert.equal(made(current).index('sid=1', old), -1);
  });

  it('sign with the current key alone', () => {
    const both = made(current, [{ key: former, until: Date.now() + 60_000 }]);
    assert.equal(both.sign('sid=1'), made(current).sign('sid=1'));
    assert.equal(both.verify('sid=2', both.sign('sid=1')), false);
  });

  it('sign as keygrip does, so that cookies outlive a change of what signs them', () => {
    for (const data of ['sid=1', `__Host-Http-sid=${key()}`, 'sid=ü'])
      assert.equal(made(current).sign(data), new Keygrip([current], 'sha256', 'base64').sign(data));
  });

  it('tell every spoilt signature from a good one, whatever its length', () => {
    const signature = made(current).sign('sid=1');
    const spoilt = [...signature].map((letter, i) => signature.slice(0, i) + (letter === 'A' ? 'B' : 'A'));
    for (const digest of ['', ...spoilt, `${signature}=`, `${signature}A`, 'ü'.repeat(22)])
      assert.equal(made(current).verify('sid=1', digest), false, digest);
  });

  it('take one HMAC for a cookie, with a key that was parsed before', () => {
    const signed = made(current);
    const signature = signed.sign('sid=1');
    const hmac = mock.method(crypto, 'createHmac');
    syncBuiltinESMExports();
    try {
      assert.equal(signed.verify('sid=1', signature), true);
      const keys = hmac.mock.calls.map((call) => call.arguments[1]);
      assert.deepEqual(
        keys.map((one) => one instanceof KeyObject),
        [true],
      );
    } finally {
      hmac.mock.restore();
      syncBuiltinESMExports();
    }
  });

  it('refuse to be weak, and to be read from anything but a list', () => {
    assert.throws(() => made('short'), ConfigError);
    assert.throws(() => made(current, [{ key: 'short', until: 1 }]), /COOKIE_RETIRED_KEYS: /);
    assert.throws(() => cookieKeys({ cookieKey: current, retiredCookieKeys: '{}' }), /give a JSON array/);
  });
});
