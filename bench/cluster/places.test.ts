import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RawAnswer } from '../driver/answer.ts';
import { createPlaces } from './places.ts';

const origins = ['http://127.0.0.1:4001', 'http://127.0.0.1:4002'];
const balancer = { id: 'haproxy' as const, origin: 'http://127.0.0.1:4000', pid: undefined, counts: async () => [] };
const router = { route: (home?: number) => home ?? 1 };
const answer = (headers: RawAnswer['headers']): RawAnswer => ({ status: 200, headers, text: '', ms: 1 });

describe('where a request goes', () => {
  it('is the instance that it names, with or without a balancer', () => {
    for (const cluster of [{ origins }, { origins, balancer }]) {
      const place = createPlaces(cluster, router).find(0, undefined);
      assert.equal(place.origin, origins[0]);
      assert.deepEqual(place.settle(answer({})), { by: 0, home: { instance: 0 } });
    }
  });

  it('is where the policy of the bench takes it, who remembers where a client is at home', () => {
    const places = createPlaces({ origins }, router);
    assert.equal(places.find(undefined, undefined).origin, origins[1]);
    assert.equal(places.find(undefined, { instance: 0 }).origin, origins[0]);
  });

  it('is the balancer, which knows a client by its cookie and says who answered', () => {
    const places = createPlaces({ origins, balancer }, router);
    const first = places.find(undefined, undefined);
    const headers = { 'set-cookie': ['sid=secret; Path=/', 'INSTANCE=b; path=/'], 'x-served-by': '127.0.0.1:4002' };
    assert.equal(first.origin, balancer.origin);
    assert.deepEqual(first.settle(answer(headers)), { by: 1, home: { cookie: 'INSTANCE=b' } });

    const next = places.find(undefined, { cookie: 'INSTANCE=b' });
    const message = { method: 'GET', path: '/me', headers: { cookie: 'sid=secret' } };
    assert.equal(next.address(message).headers.cookie, 'sid=secret; INSTANCE=b');
    assert.deepEqual(next.settle(answer({})), { by: 'balancer', home: { cookie: 'INSTANCE=b' } });
  });
});
