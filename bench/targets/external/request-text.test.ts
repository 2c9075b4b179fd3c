import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Protocol } from '../../../servers/scheme.ts';
import { requestText } from './request-text.ts';

const protocol = {
  credentials: { key: { role: 'session', from: 'set-cookie', in: { header: 'X-Key', prefix: '' } } },
} as unknown as Protocol;
const text = (headers: Record<string, string>, more = {}) =>
  requestText({ method: 'POST', path: '/me', headers, ...more }, protocol, 'mine:80');

describe('a request in words', () => {
  it('has what is unlike others in it, and nothing that carries a credential', () => {
    assert.equal(text({ host: 'mine:80' }), 'POST /me');
    assert.equal(text({ host: 'a@evil.test' }), 'POST /me with host: a@evil.test');
    assert.equal(
      text({ Cookie: 'sid=s3cret', authorization: 'Bearer s3cret', 'x-key': 's3cret', accept: '*/*' }),
      'POST /me with Cookie: …, authorization: …, x-key: …, accept: */*',
    );
    assert.equal(text({}, { body: '{"__proto__":1}' }), 'POST /me, body {"__proto__":1}');
  });

  it('is cut where it is long, and says how long it was', () => {
    assert.equal(text({ a: 'x'.repeat(9_000) }), `POST /me with a: ${'x'.repeat(120)}… (9000 characters)`);
  });
});
