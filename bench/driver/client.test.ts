import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Protocol } from '../../servers/scheme.ts';
import { parseSetCookie } from './answer.ts';
import { createClient } from './client.ts';

const protocol: Protocol = {
  credentials: {
    access: { role: 'access', from: { json: 'tokens.access' }, in: { header: 'authorization', prefix: 'Bearer ' } },
    refresh: { role: 'refresh', from: 'set-cookie', in: { cookies: ['r', 'r.sig'] } },
  },
  steps: {
    login: {
      method: 'POST',
      path: '/login',
      json: { username: '{{username}}', password: '{{password}}' },
      headers: { origin: '{{origin}}' },
      carries: [],
      ok: [200],
      subject: 'id',
    },
    me: { method: 'GET', path: '/me', carries: ['access'], ok: [200], subject: 'id' },
    refresh: { method: 'POST', path: '/refresh', carries: ['refresh'], ok: [200] },
  },
};
const client = createClient(protocol, 'app.test');
const answer = (headers: Record<string, string | string[]>, body: unknown, status = 200) => ({
  status,
  headers,
  text: JSON.stringify(body),
  ms: 1,
});
const held = client.read(
  'login',
  undefined,
  answer({ 'set-cookie': ['r=one; HttpOnly', 'r.sig=two'] }, { id: 'u1', tokens: { access: 't' } }),
);

describe('the client of a protocol given as data', () => {
  it('fills templates, and escapes what it fills as JSON', () => {
    assert.deepEqual(client.request('login', { values: { username: 'a"b', password: 'p' } }), {
      method: 'POST',
      path: '/login',
      headers: { host: 'app.test', 'content-type': 'application/json', origin: 'https://app.test' },
      body: '{"username":"a\\"b","password":"p"}',
    });
  });

  it('takes what an answer hands out, each under its name', () => {
    assert.equal(held.subject, 'u1');
    assert.deepEqual(held.credential, {
      access: { role: 'access', values: { token: 't' } },
      refresh: { role: 'refresh', values: { r: 'one', 'r.sig': 'two' } },
    });
  });

  it('sends with a step only the credentials that the step carries', () => {
    assert.equal(client.request('me', { as: held.credential }).headers.authorization, 'Bearer t');
    assert.equal(client.request('me', { as: held.credential }).headers.cookie, undefined);
    assert.equal(client.request('refresh', { as: held.credential }).headers.cookie, 'r=one; r.sig=two');
  });

  it('replaces a part of a credential and keeps the rest', () => {
    const after = client.read('refresh', held.credential, answer({ 'set-cookie': 'r=new' }, {}));
    assert.deepEqual(after.credential.refresh?.values, { r: 'new', 'r.sig': 'two' });
  });

  it('drops a credential whose cookies the answer deletes, and leaves the copy alone', () => {
    const gone = ['r=; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'r.sig=x; Max-Age=0'];
    const after = client.read('refresh', held.credential, answer({ 'set-cookie': gone }, {}));
    assert.equal(after.credential.refresh, undefined);
    assert.equal(held.credential.refresh?.values.r, 'one');
  });

  it('names nobody when the answer is no JSON or names no subject', () => {
    assert.equal(client.read('me', undefined, { status: 200, headers: {}, text: '<html>', ms: 1 }).subject, undefined);
    assert.equal(client.read('me', undefined, answer({}, { error: 'unauthenticated' }, 401)).subject, undefined);
  });

  it('refuses a step that the protocol lacks', () => {
    assert.throws(() => client.request('slow'), { name: 'RangeError', message: "the protocol has no step 'slow'" });
  });

  it('lets Max-Age win over Expires, as browsers do', () => {
    const jar = parseSetCookie('a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60');
    assert.equal(jar.get('a'), '1');
  });
});
