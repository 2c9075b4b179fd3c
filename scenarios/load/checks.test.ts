import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../servers/scheme.ts';
import type { Credential, Reply } from '../exchange.ts';
import type { VirtualUser } from '../kinds/load.ts';
import authenticatedRead from './authenticated-read.ts';
import login from './login.ts';
import refresh from './refresh.ts';

const held = (token: string): Credential => ({
  access: { role: 'access', values: { token: 'same' } },
  refresh: { role: 'refresh', values: { token } },
});
const user: VirtualUser = { user: { id: 'u1', username: 'ann', password: 'pw' }, credential: held('first') };
const reply = (change: Partial<Reply> = {}): Reply => ({
  status: 200,
  headers: {},
  body: {},
  subject: 'u1',
  credential: held('second'),
  ms: 1,
  ...change,
});
const step = { ok: [200], subject: 'id' };
const nobody = (): Reply => {
  const { subject: _, ...rest } = reply();
  return rest;
};

describe('an authenticated read', () => {
  it('is work only when it names the user who asked', () => {
    assert.equal(authenticatedRead.check(reply(), user, step), undefined);
    assert.equal(authenticatedRead.check(reply({ subject: 'u2' }), user, step), 'names another user');
    assert.equal(authenticatedRead.check(nobody(), user, step), 'names nobody');
    assert.equal(authenticatedRead.check(reply({ status: 401 }), user, step), 'status 401');
  });
});

describe('a login', () => {
  it('is work only when it names the user and hands out a credential', () => {
    assert.equal(login.check(reply(), user, step), undefined);
    assert.equal(login.check(reply({ subject: 'u2' }), user, step), 'names another user');
    assert.equal(login.check(reply({ credential: {} }), user, step), 'hands out no credential');
    assert.equal(login.check(reply({ status: 503 }), user, step), 'status 503');
  });
});

describe('a login of a protocol that has it redirect and name nobody', () => {
  it('is work when it hands out a credential', () => {
    const elsewhere = { ok: [302] };
    assert.equal(login.check({ ...nobody(), status: 302 }, user, elsewhere), undefined);
    assert.equal(login.check({ ...nobody(), status: 302, credential: {} }, user, elsewhere), 'hands out no credential');
    assert.equal(login.check(reply(), user, elsewhere), 'status 200');
  });
});

describe('a refresh', () => {
  const rotating = { ...step, rotates: true } as const;

  it('is work only when it hands out another refresh token, where that is promised', () => {
    assert.equal(refresh.check(reply(), user, rotating), undefined);
    const again = { ...held('first'), access: { role: 'access', values: { token: 'other' } } } as const;
    assert.equal(
      refresh.check(reply({ credential: again }), user, rotating),
      'hands out the spent refresh token again',
    );
    assert.equal(refresh.check(reply({ credential: {} }), user, rotating), 'hands out no refresh token');
    assert.equal(refresh.check(reply({ status: 401 }), user, rotating), 'status 401');
  });

  it('of a server that keeps the refresh token is work when it hands out another access token', () => {
    const renewed = { ...held('first'), access: { role: 'access', values: { token: 'other' } } } as const;
    assert.equal(refresh.check(reply({ credential: renewed }), user, step), undefined);
    assert.equal(refresh.check(reply({ credential: held('first') }), user, step), 'hands out nothing new');
  });

  it('applies where a sign-in is renewed by rotation', () => {
    const traits = (renewal: Traits['renewal']) => ({ renewal }) as Traits;
    assert.equal(refresh.appliesTo(traits('rotation')), true);
    assert.equal(refresh.appliesTo(traits('sliding')), 'a sign-in of this scheme is not renewed by rotation');
  });
});
