import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import express from 'express';
import { knows } from '../../tools/development/development.ts';
import type { Target } from './description.ts';
import { pairsWithoutIds, tokenTarget } from './small-servers.fixture.ts';
import { triedOn } from './tried-on.fixture.ts';

const words =
  /; \d+ tokens? (was|were) the same to the byte as one before \(no id, issued within one second\), and asked for again$/;

describe('tokens that are the same to the byte where one second has two of them', { concurrency: 4 }, () => {
  it('are told apart by the second, so that a rotation and what it lacks are seen, and said to be so', async () => {
    const describe = (origin: string): Target => ({ ...tokenTarget(origin), expect: { graceMs: 0 } });
    const ids = ['rotation', 'reuse-reaction', 'concurrent-refresh', 'multiple-sessions', 'refresh-ancestor-replay'];
    const untold = new Set(ids);
    // whoever asks as the second turns is given two that differ, and then nothing has to be said: tried again
    for (let left = 10; left > 0 && untold.size > 0; left -= 1) {
      const said = await triedOn(pairsWithoutIds(), describe, ids);
      assert.deepEqual(
        ids.map((id) => said[id]?.split(':')[0]),
        ['always', 'none', 'forks', 'allowed', 'succeeded'],
        JSON.stringify(said),
      );
      for (const id of ids) if (words.test(said[id] ?? '')) untold.delete(id);
    }
    assert.deepEqual([...untold], []);
  });

  it('are none where a token comes again however long one waits: each is waited for once', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const tokenOf = (sub: string) => `${part({ alg: 'HS256' })}.${part({ sub, iat: 1_700_000_000 })}.c2ln`;
    let logins = 0;
    const app = express().use(express.json());
    app.post('/login', ({ body }, response) => {
      if (!knows(body?.username, body?.password)) return void response.status(401).end();
      logins += 1;
      response.json({ token: tokenOf(body.username) });
    });
    app.get('/me', ({ headers }, response) => {
      const id = ['ann', 'bob'].find((name) => headers.authorization === `Bearer ${tokenOf(name)}`);
      response.status(id === undefined ? 401 : 200).json({ id });
    });
    const describe = (origin: string): Target => {
      const { refresh: _, logout: __, credentials, ...target } = tokenTarget(origin);
      const { access } = credentials;
      return { ...target, credentials: { ...(access && { access }) } };
    };
    await triedOn(app, describe, []);
    const before = logins;
    logins = 0;
    // three sign-ins of two users there, the second of which is asked for once more
    const said = await triedOn(app, describe, ['token-jti']);
    assert.equal(logins - before, 4);
    assert.match(said['token-jti'] ?? '', /^absent: .*; 1 token was the same/);
  });
});
