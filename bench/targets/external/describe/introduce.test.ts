import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listen, people } from '../../../tools/development/development.ts';
import { sessionServer, sessionTarget } from '../small-servers.fixture.ts';
import type { Ask } from './ask.ts';
import { introduce } from './introduce.ts';

describe('a sign-out that is given up', () => {
  it('is asked for again with what was seen, and is not in the description', async () => {
    const app = sessionServer((before) => {
      before.post('/logout', (_, response) => void response.json({ error: 'notoken' }));
    });
    await using started = await listen(app, sessionTarget);
    const answers = [started.description.origin, 'ANN ANN_PASSWORD', 'BOB BOB_PASSWORD', '', 'POST /login'];
    answers.push('', 'GET /me', '', 'POST /logout', '', 'small');
    const problems: string[] = [];
    const ask: Ask = async (_, problemOf) => {
      for (;;) {
        const text = answers.shift();
        const problem = text === undefined ? undefined : await problemOf?.(text);
        if (problem === undefined) return text;
        problems.push(problem);
      }
    };
    const { signal } = new AbortController();
    const env = { ANN: 'ann', ANN_PASSWORD: people.ann, BOB: 'bob', BOB_PASSWORD: people.bob };
    const permission = { allowed: [], owned: [] };
    const { logout, call } = await introduce({ ask, say: () => {}, env, permission, signal });
    assert.deepEqual([logout, call.path], [undefined, '/me']);
    assert.deepEqual(problems, ['after that, 200, 19 characters, the account is still signed in']);
  });
});
