import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpRequest } from '../../../scenarios/exchange.ts';
import type { RawAnswer } from '../../driver/answer.ts';
import type { Transport } from '../../driver/transport.ts';
import { governed } from './governed-transport.ts';

const message: HttpRequest = { method: 'GET', path: '/', headers: {} };
const never = new AbortController().signal;
const wide = { ratePerSecond: 1e6, concurrency: 64, requests: 1_000 };

/** Answers when it is told to, and knows how many requests were under way at once. */
function held(status = 200) {
  const waiting: (() => void)[] = [];
  const seen = { now: 0, most: 0, sent: 0 };
  const send = async (): Promise<RawAnswer> => {
    seen.sent += 1;
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    await new Promise<void>((go) => waiting.push(go));
    seen.now -= 1;
    return { status, headers: {}, text: '', ms: 1 };
  };
  const transport: Transport = {
    send,
    race: (entries) => Promise.all(entries.map(send)),
    volley: () => assert.fail('a pipeline knows no rate'),
    raw: async () => ({ statuses: [status], text: '', closed: true }),
    async [Symbol.asyncDispose]() {},
  };
  const release = () => {
    for (const go of waiting.splice(0)) go();
  };
  return { seen, transport, answer: release };
}

/** Answers whatever is asked until all is over. */
async function finish<T>(work: Promise<T>, answer: () => void): Promise<T> {
  let over = false;
  const ended = work.finally(() => {
    over = true;
  });
  ended.catch(() => {});
  while (!over) {
    answer();
    await new Promise(setImmediate);
  }
  return ended;
}

describe('the ceilings of a target', () => {
  it('hold back what would be too many at once', async () => {
    const { seen, transport, answer } = held();
    const within = governed(transport, { ...wide, concurrency: 3 });
    const work = Promise.all(Array.from({ length: 20 }, () => within.send('http://a', message)));
    await finish(work, answer);
    assert.deepEqual(seen, { now: 0, most: 3, sent: 20 });
    assert.equal(within.sent(), 20);
  });

  it('spread requests so that no second has more than its rate', async () => {
    const { transport, answer } = held();
    const within = governed(transport, { ...wide, ratePerSecond: 200 });
    const start = performance.now();
    await finish(Promise.all(Array.from({ length: 21 }, () => within.send('http://a', message))), answer);
    assert.ok(performance.now() - start >= 95, `${performance.now() - start} ms for 21 requests at 200/s`);
  });

  it('end everything once the last request is spent, what others booked among them', async () => {
    const { seen, transport, answer } = held();
    const within = governed(transport, { ...wide, requests: 5 });
    within.reserve(3);
    await finish(Promise.all([within.send('http://a', message), within.send('http://a', message)]), answer);
    await assert.rejects(within.send('http://a', message), {
      code: 'AB-E602',
      message: 'the target was to get at most 5 requests in all, and has had 5',
    });
    assert.throws(() => within.reserve(1), { code: 'AB-E602' });
    await assert.rejects(within.raw('http://a', 'x'), { code: 'AB-E602' });
    assert.equal(seen.sent, 2);
  });

  it('refuse a race that is wider than they allow, before any of it is sent', async () => {
    const { seen, transport, answer } = held();
    const within = governed(transport, { ...wide, concurrency: 3 });
    const entry = { origin: 'http://a', request: message };
    await assert.rejects(within.race([entry, entry, entry, entry]), {
      code: 'AB-E602',
      message: '4 requests at once were wanted, and 3 are allowed',
    });
    assert.equal(seen.sent, 0);
    assert.equal((await finish(within.race([entry, entry, entry]), answer)).length, 3);
  });

  it('send one after the other what would be a pipeline', async () => {
    const { seen, transport, answer } = held();
    const within = governed(transport, wide);
    await finish(within.volley('http://a', [message, message, message], never), answer);
    assert.deepEqual([seen.most, seen.sent], [1, 3]);
  });

  it('count the answers of 429', async () => {
    const { transport, answer } = held(429);
    const within = governed(transport, wide);
    await finish(within.send('http://a', message), answer);
    await finish(within.race([{ origin: 'http://a', request: message }]), answer);
    await within.raw('http://a', 'x');
    assert.equal(within.refusedForRate(), 3);
  });
});
