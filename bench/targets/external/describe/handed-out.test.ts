import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { handedOut, namesIn, typedCredentials } from './handed-out.ts';

const opaque = 'k3J9x0Qz71LmPq82RsTu';
const answer = (body: unknown, ...cookies: string[]) => ({
  status: 200,
  headers: { 'set-cookie': cookies },
  text: JSON.stringify(body),
  ms: 1,
});

describe('what a login hands out', () => {
  it('is proposed by where it travels, refresh tokens apart', () => {
    assert.equal(handedOut([answer({}, 'sid=a', 'sid.sig=b; Path=/')]), 'session=cookie:sid+sid.sig');
    const tokens = {
      data: { token: opaque, refresh_token: opaque, id_token: opaque },
      note: 'a text that is no token',
    };
    assert.equal(handedOut([answer(tokens)]), 'access=json:data.token, refresh=json:data.refresh_token');
    assert.equal(handedOut([answer({ token: opaque }, 'refresh=a')]), 'access=json:token, refresh=cookie:refresh');
  });

  it('is no cookie that a later answer takes back, and nothing where there is none', () => {
    assert.equal(handedOut([answer({}, 'sid=a', 'step=b'), answer({}, 'step=; Max-Age=0')]), 'session=cookie:sid');
    assert.equal(handedOut([]), '');
  });

  it('becomes credentials of a description', () => {
    assert.deepEqual(typedCredentials('session=cookie:sid+sid.sig, refresh=json:data.refresh_token'), {
      session: { role: 'session', in: { cookies: ['sid', 'sid.sig'] } },
      refresh: { role: 'refresh', from: 'json:data.refresh_token', in: { field: 'refresh_token' } },
    });
    assert.deepEqual(typedCredentials('access=header:x-token'), {
      access: { role: 'access', from: 'header:x-token', in: { header: 'x-token' } },
    });
    assert.equal(typedCredentials('sid'), "'sid' is none, such as session=cookie:sid or access=json:token");
  });
});

describe('the name in an answer', () => {
  it('is looked for at the one that signed in, then at the usual places', () => {
    const body = JSON.stringify({ plan: 'free', id: 17, profile: { handle: 'ann' } });
    assert.deepEqual(namesIn(body, 'ann'), ['profile.handle', 'id', 'plan']);
    assert.deepEqual(namesIn('<p>ann</p>', 'ann'), []);
  });
});
