import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ConfigError } from './http/errors.ts';
import { fromEnvironment, Settings, toEnvironment } from './settings.ts';

describe('settings', () => {
  it('come back from the environment as they went in', () => {
    const duration = fc.integer({ min: 1, max: 1e12 });
    const key = fc.stringMatching(/^[\w-]{1,60}$/);
    const fields = {
      idleMs: duration,
      absoluteMs: duration,
      accessMs: duration,
      lagMs: duration,
      graceMs: fc.nat(),
      toleranceMs: fc.nat(),
      algorithm: fc.constantFrom(...Settings.shape.algorithm.unwrap().options),
      tokenKey: key,
      retiredKeys: key,
      jwksUrl: fc.constantFrom('', 'http://127.0.0.1:1/keys', 'https://issuer.example/keys'),
      jwksIssuer: fc.constantFrom('', 'https://partner.example'),
      jwksCooldownMs: duration,
      cookieKey: key,
      retiredCookieKeys: key,
      issuer: key,
      audience: key,
      publicOrigins: key,
      nonceMs: duration,
      storeTimeoutMs: fc.integer({ min: 10, max: 490 }),
      passwordCost: fc.integer({ min: 4, max: 20 }),
      passwordsAtOnce: fc.integer({ min: 1, max: 1_024 }),
      loginFailures: fc.integer({ min: 0, max: 100 }),
      loginFailuresPerSource: fc.integer({ min: 0, max: 1_000 }),
      loginWindowMs: duration,
      proxies: fc.integer({ min: 0, max: 10 }),
    };
    const settings = fc.record(fields, { noNullPrototype: true });
    fc.assert(fc.property(settings, (all) => assert.deepEqual(fromEnvironment(toEnvironment(all)), all)));
  });

  it('take the default of the scheme where the environment is silent or empty', () => {
    assert.equal(fromEnvironment({}).accessMs, 900_000);
    assert.equal(fromEnvironment({ ACCESS_MS: '' }, { accessMs: 300_000 }).accessMs, 300_000);
    assert.equal(fromEnvironment({ ACCESS_MS: '1000' }, { accessMs: 300_000 }).accessMs, 1_000);
    assert.equal(fromEnvironment({}).passwordCost, 17);
    assert.equal(fromEnvironment({}).graceMs, 0);
  });

  it('that cannot be used are all named at once, without what they held', () => {
    const env = { SESSION_IDLE_MS: '0', REFRESH_GRACE_MS: '-5', TOKEN_ALGORITHM: 'none', PASSWORD_COST: 'sekret' };
    assert.throws(
      () => fromEnvironment(env),
      (error) => {
        assert.ok(error instanceof ConfigError);
        const named = error.problems.map((problem) => problem.split(':')[0]);
        assert.deepEqual(named, ['SESSION_IDLE_MS', 'REFRESH_GRACE_MS', 'TOKEN_ALGORITHM', 'PASSWORD_COST']);
        assert.ok(!error.message.includes('sekret'));
        return true;
      },
    );
  });

  it('have a variable each', () => {
    const settings = Settings.parse({});
    assert.equal(Object.keys(toEnvironment(settings)).length, Object.keys(settings).length);
  });
});
