import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toldBy } from './told.ts';

describe('what an answer tells', () => {
  it('is each of its texts: headers, cookies, members of its body, and what stands in tokens', () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'HS256', kid: 'one' })}.${part({ user: { name: 'Ada' } })}.c2ln`;
    const told = toldBy({
      headers: { etag: 'tag', 'set-cookie': ['sid=value; Path=/', 'other=1'] },
      body: { list: ['a', 1], token },
    });
    assert.deepEqual(told, [
      { at: 'header etag', text: 'tag' },
      { at: 'cookie sid', text: 'value' },
      { at: 'cookie other', text: '1' },
      { at: 'body.list.0', text: 'a' },
      { at: 'body.token', text: token },
      { at: 'body.token, its token.header.alg', text: 'HS256' },
      { at: 'body.token, its token.header.kid', text: 'one' },
      { at: 'body.token, its token.claims.user.name', text: 'Ada' },
    ]);
  });
});
