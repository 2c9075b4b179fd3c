import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { median } from '../../scenarios/kit/evidence/median.ts';
import { type Alarm, createAlarm } from '../machine/link/alarm.ts';
import { createRandom } from '../machine/random.ts';
import { createArrivals } from './arrivals.ts';
import { pace } from './pacer.ts';

const never = new AbortController().signal;

describe('the pacer', () => {
  let alarm: Alarm;
  before(async () => {
    alarm = await createAlarm();
  });
  after(() => alarm[Symbol.dispose]());

  for (const rate of [37, 500, 2_000]) {
    it(`releases ${rate}/s evenly: 10 ± 2 % of each second in its first 100 ms`, async (t) => {
      let now = 0;
      t.mock.method(performance, 'now', () => now);
      const random = createRandom(1);
      /** As late as a thread is that wakes another. */
      const ringing: Alarm = {
        at(moment, ring) {
          now = Math.max(now, moment) + 0.3 * random();
          queueMicrotask(ring);
        },
        [Symbol.dispose]() {},
      };
      const arrivals = createArrivals(rate, 2_000);
      const released: number[] = [];
      const due = (index: number) => (index < arrivals.count ? arrivals.dueMs(index) : undefined);
      await pace(ringing, due, (dueAt, lateMs) => released.push(dueAt + lateMs), never);
      assert.equal(released.length, rate * 2);
      const early = released.filter((at) => at % 1_000 < 100).length;
      assert.ok(Math.abs(early / released.length - 0.1) <= 0.02, `${early} of ${released.length}`);
    });
  }

  it('releases nothing before it is due, and everything in order', async () => {
    const startAt = performance.now();
    const released: number[] = [];
    const due = (index: number) => (index < 50 ? startAt + index * 0.7 : undefined);
    await pace(
      alarm,
      due,
      (dueAt, lateMs) => {
        assert.ok(lateMs >= 0);
        released.push(dueAt);
      },
      never,
    );
    assert.deepEqual(
      released,
      Array.from({ length: 50 }, (_, index) => startAt + index * 0.7),
    );
  });

  it('is late by a fraction of what a timer is, where nothing else wakes the loop', async () => {
    const timers: Alarm = {
      at: (moment, ring) => void setTimeout(ring, Math.max(0, moment - performance.now())),
      [Symbol.dispose]() {},
    };
    const lateness = async (by: Alarm) => {
      const startAt = performance.now() + 5;
      const late: number[] = [];
      const due = (index: number) => (index < 41 ? startAt + index * 2.3 : undefined);
      await pace(by, due, (_, lateMs) => late.push(lateMs), never);
      return median(late);
    };
    const found: number[] = [];
    // the best of some: what this machine does meanwhile makes any of them late
    while (found.length < 25 && !found.some((share) => share < 0.5))
      found.push((await lateness(alarm)) / (await lateness(timers)));
    assert.ok(Math.min(...found) < 0.5, `${found} of what a timer is late by`);
  });

  it('catches up in one go after it was held up, and says how late it is', async ({ mock }) => {
    let now = 0;
    mock.method(performance, 'now', () => now);
    const set: [moment: number, ring: () => void][] = [];
    const held: Alarm = { at: (moment, ring) => void set.push([moment, ring]), [Symbol.dispose]() {} };
    const late: number[] = [];
    const paced = pace(
      held,
      (index) => (index < 10 ? index + 1 : undefined),
      (_, lateMs) => late.push(lateMs),
      never,
    );
    now = 50;
    for (const [, ring] of set) ring();
    await paced;
    assert.deepEqual(
      set.map(([moment]) => moment),
      [1],
    );
    assert.deepEqual(late, [49, 48, 47, 46, 45, 44, 43, 42, 41, 40]);
  });

  it('ends with the reason of its signal, and releases nothing more', async () => {
    const stop = new AbortController();
    let released = 0;
    const paced = pace(
      alarm,
      (index) => performance.now() + index,
      () => released++,
      stop.signal,
    );
    stop.abort(new Error('enough'));
    await assert.rejects(paced, { message: 'enough' });
    const before = released;
    // the alarm that was set still rings
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(released, before);
  });
});
