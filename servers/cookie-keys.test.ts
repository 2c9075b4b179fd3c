import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { cookieKeys } from './cookie-keys.ts';
import { ConfigError } from './http/errors.ts';

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

  it('refuse to be weak, and to be read from anything but a list', () => {
    assert.throws(() => made('short'), ConfigError);
    assert.throws(() => made(current, [{ key: 'short', until: 1 }]), /COOKIE_RETIRED_KEYS: /);
    assert.throws(() => cookieKeys({ cookieKey: current, retiredCookieKeys: '{}' }), /give a JSON array/);
  });
});
