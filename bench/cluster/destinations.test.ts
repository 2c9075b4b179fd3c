import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RawAnswer } from '../driver/answer.ts';
import { createDestinations } from './destinations.ts';

const origins = ['http://127.0.0.1:4001', 'http://127.0.0.1:4002'];
const balancer = { id: 'haproxy' as const, origin: 'http://127.0.0.1:4000', pid: undefined, counts: async () => [] };
const router = { route: (home?: number) => home ?? 1 };
const answer = (headers: RawAnswer['headers']): RawAnswer => ({ status: 200, headers, text: '', ms: 1 });

describe('where a request goes', () => {
  it('is the instance that it names, with or without a balancer', () => {
    for (const cluster of [{ origins }, { origins, balancer }]) {
      const destination = createDestinations(cluster, router).find(0, undefined);
      assert.equal(destination.origin, origins[0]);
      assert.deepEqual(destination.answered(answer({})), { by: 0, home: { instance: 0 } });
    }
  });

  it('is where the policy of the bench takes it, who remembers where a client is at home', () => {
    const destinations = createDestinations({ origins }, router);
    assert.equal(destinations.find(undefined, undefined).origin, origins[1]);
    assert.equal(destinations.find(undefined, { instance: 0 }).origin, origins[0]);
  });

  it('is the balancer, which knows a client by its cookie and says who answered', () => {
    const destinations = createDestinations({ origins, balancer }, router);
    const first = destinations.find(undefined, undefined);
    const headers = { 'set-cookie': ['sid=secret; Path=/', 'INSTANCE=b; path=/'], 'x-served-by': '127.0.0.1:4002' };
    assert.equal(first.origin, balancer.origin);
    assert.deepEqual(first.answered(answer(headers)), { by: 1, home: { cookie: 'INSTANCE=b' } });

    const next = destinations.find(undefined, { cookie: 'INSTANCE=b' });
    const message = { method: 'GET', path: '/me', headers: { cookie: 'sid=secret' } };
    assert.equal(next.address(message).headers.cookie, 'sid=secret; INSTANCE=b');
    assert.deepEqual(next.answered(answer({})), { by: 'balancer', home: { cookie: 'INSTANCE=b' } });
  });
});
