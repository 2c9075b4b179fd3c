import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Reply } from '../../../scenarios/exchange.ts';
import { looksRefused } from './looks-refused.ts';

const answered = (some: Partial<Reply>): Reply => ({
  ...{ status: 200, headers: {}, body: undefined, credential: {}, ms: 1 },
  ...some,
});

describe('an answer that says of itself that it did nothing', () => {
  it('names an error: in its body, in where it leads to, or on its page', () => {
    const refused: readonly Partial<Reply>[] = [
      { body: { error: 'notoken' } },
      { body: { result: { error: { code: 7 } } } },
      { status: 302, headers: { location: '/?error=MissingCSRF' } },
      { text: '<p>Error: your session is gone</p>' },
    ];
    assert.deepEqual(
      refused.map((some) => looksRefused(answered(some))),
      refused.map(() => true),
    );
  });

  it('is not one that says that there is none', () => {
    const done: readonly Partial<Reply>[] = [
      { body: { error: null } },
      { body: { error: '', ok: true } },
      { body: { error: false } },
      { body: { errors: [] } },
      { status: 204 },
      { status: 302, headers: { location: '/login' } },
    ];
    assert.deepEqual(
      done.map((some) => looksRefused(answered(some))),
      done.map(() => false),
    );
  });
});
