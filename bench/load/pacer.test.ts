import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createArrivals } from './arrivals.ts';
import { startPacer } from './pacer.ts';

const never = new AbortController().signal;

describe('the pacer', () => {
  for (const rate of [37, 500, 2_000]) {
    it(`releases ${rate}/s evenly: 10 ± 2 % of each second in its first 100 ms`, async () => {
      const arrivals = createArrivals(rate, 2_000);
      const startAt = performance.now();
      const released: number[] = [];
      const due = (index: number) => (index < arrivals.count ? startAt + arrivals.dueMs(index) : undefined);
      await startPacer(due, (dueAt, lateMs) => released.push(dueAt + lateMs - startAt), never).done;
      assert.equal(released.length, rate * 2);
      const early = released.filter((at) => at % 1_000 < 100).length;
      assert.ok(Math.abs(early / released.length - 0.1) <= 0.02, `${early} of ${released.length}`);
    });
  }

  it('releases nothing before it is due, and everything in order', async () => {
    const startAt = performance.now();
    const released: number[] = [];
    const due = (index: number) => (index < 50 ? startAt + index * 0.7 : undefined);
    await startPacer(
      due,
      (dueAt, lateMs) => {
        assert.ok(lateMs >= 0);
        released.push(dueAt);
      },
      never,
    ).done;
    assert.deepEqual(
      released,
      Array.from({ length: 50 }, (_, index) => startAt + index * 0.7),
    );
  });

  it('catches up at once after it was held up, and says how late it is', async () => {
    const startAt = performance.now();
    const late: number[] = [];
    const pacer = startPacer(
      (index) => (index < 10 ? startAt + index : undefined),
      (_, lateMs) => late.push(lateMs),
      never,
    );
    while (performance.now() < startAt + 50);
    pacer.catchUp();
    assert.equal(late.length, 10);
    assert.ok(late.slice(1).every((ms) => ms > 40));
    await pacer.done;
  });

  it('ends with the reason of its signal, and releases nothing more', async () => {
    const stop = new AbortController();
    let released = 0;
    const pacer = startPacer(
      (index) => performance.now() + index,
      () => released++,
      stop.signal,
    );
    stop.abort(new Error('enough'));
    await assert.rejects(pacer.done, { message: 'enough' });
    const before = released;
    pacer.catchUp();
    assert.equal(released, before);
  });
});
