import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { users } from '../../tools/development/development.ts';
import { describedBy } from './described.ts';
import { TargetDescription } from './description.ts';

const names = (admin?: string, further = {}) =>
  describedBy(
    TargetDescription.parse({
      name: 'least',
      origin: 'http://127.0.0.1:1',
      users: { ...users, ...further },
      ...(admin && { admin }),
      credentials: { session: { role: 'session', in: { cookies: ['sid'] } } },
      login: { path: '/login' },
      call: { path: '/me', subject: 'id' },
    }),
    {},
  ).external.users.map(({ username }) => username);

describe('the users of a description', () => {
  it('have the administrator never second, where the attacker is', () => {
    const root = { root: { username: 'root', password: 'r' } };
    assert.deepEqual(names(), ['ann', 'bob']);
    assert.deepEqual(names('ann'), ['ann', 'bob']);
    assert.deepEqual(names('bob'), ['bob', 'ann']);
    assert.deepEqual(names('root', root), ['ann', 'bob', 'root']);
  });
});
