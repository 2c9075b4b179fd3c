import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isOneOf, sameTarget } from './dpop-target.ts';

describe('the address in a proof', () => {
  it('lies under one of our origins, by scheme, host and port', () => {
    const isOurs = isOneOf(['https://auth.test', 'http://app.localhost:*']);
    const ours = [
      'https://auth.test/me',
      'https://AUTH.test:443/me',
      'http://app.localhost:8080/me',
      'http://app.localhost/',
    ];
    const others = [
      'http://auth.test/me',
      'https://auth.test:8443/me',
      'https://auth.test.evil.example/me',
      'https://auth.test@evil.example/me',
      'https://user@auth.test/me',
      'https://app.localhost/me',
      '/me',
      '',
    ];
    assert.deepEqual([ours.map(isOurs), others.map(isOurs)], [ours.map(() => true), others.map(() => false)]);
  });

  it('is that of the request in every spelling of it, without query and fragment, and of no other', () => {
    for (const address of [
      'https://h/me',
      'https://h/me?a=b#c',
      'https://h/%6De',
      'https://h/x/../me',
      'https://h/./me',
    ])
      assert.ok(sameTarget(address, '/me?c=d'), address);
    assert.ok(sameTarget('https://h/a%2fb', '/a%2Fb'));
    for (const address of ['https://h/ME', 'https://h/me/', 'https://h/', 'https://h/me%2f', 'https://h//me'])
      assert.ok(!sameTarget(address, '/me'), address);
    assert.ok(sameTarget('https://h/me', 'http://other/me'));
  });
});
