import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { acceptedFor, longestAccessMs, shortestAccessMs } from './window.ts';

/** A clock that only waiting moves. */
function virtual() {
  let at = 0;
  return {
    now: () => at,
    stage: {
      async wait(ms: number) {
        at += ms;
      },
    },
  };
}

describe('a window of acceptance', () => {
  it('is zero when the first request is refused', async () => {
    const { now, stage } = virtual();
    assert.deepEqual(await acceptedFor(stage, 1_000, async () => false, now), {
      accepted: 0,
      lastAcceptedMs: 0,
      ended: true,
    });
  });

  it('is known to be over also where the first request comes after the bound', async () => {
    const { now, stage } = virtual();
    assert.equal((await acceptedFor(stage, -500, async () => false, now)).ended, true);
    assert.deepEqual(await acceptedFor(stage, -500, async () => true, now), {
      accepted: 1,
      lastAcceptedMs: 0,
      ended: false,
    });
  });

  it('ends at the last acceptance before ten refusals in a row', async () => {
    const { now, stage } = virtual();
    const seen = await acceptedFor(stage, 5_000, async () => now() <= 700, now);
    assert.deepEqual(seen, { accepted: 8, lastAcceptedMs: 700, ended: true });
    assert.equal(now(), 1_700);
  });

  it('counts an acceptance that follows nine refusals', async () => {
    const { now, stage } = virtual();
    const seen = await acceptedFor(stage, 5_000, async (n) => n === 9, now);
    assert.deepEqual(seen, { accepted: 1, lastAcceptedMs: 900, ended: true });
  });

  it('is watched for as long as is told, and finds what comes back after ten refusals', async () => {
    const back = (now: () => number) => async () => now() >= 2_000 && now() < 2_500;
    const patient = virtual();
    const seen = await acceptedFor(patient.stage, 5_000, back(patient.now), patient.now, 3_000);
    assert.deepEqual(seen, { accepted: 5, lastAcceptedMs: 2_400, ended: true });
    const hasty = virtual();
    assert.equal((await acceptedFor(hasty.stage, 5_000, back(hasty.now), hasty.now)).accepted, 0);
  });

  it('gives up at the first acceptance past the bound and says that there was no end', async () => {
    const { now, stage } = virtual();
    const seen = await acceptedFor(stage, 1_000, async () => true, now);
    assert.deepEqual(seen, { accepted: 12, lastAcceptedMs: 1_100, ended: false });
  });

  it('is bounded by the lifetime, the tolerance and the second that exp cannot express', () => {
    assert.equal(longestAccessMs({ accessMs: 2_000, toleranceMs: 500 }), 3_500);
    assert.equal(shortestAccessMs({ accessMs: 2_000 }), 1_000);
  });
});
