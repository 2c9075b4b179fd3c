import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Credential } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import { fellSilent, keepRenewing, keepUsing, useOnceAtEachAge } from './lifetime.ts';

const credential = (token: string): Credential => ({ refresh: { role: 'refresh', values: { token } } });

/** A moment ago, however long this process has been running other tests. */
function justSignedIn() {
  const now = performance.now();
  return { signedIn: { sentMs: now, answeredMs: now } };
}

describe('keeping a sign-in alive by renewing', () => {
  const stage = (accepts: number) => {
    const presented: string[] = [];
    const fake = {
      target: { protocol: { steps: { refresh: { ok: [200] } } } },
      wait: async () => {},
      perform: async (_: string, { as }: { as: Credential }) => {
        presented.push(as.refresh?.values.token ?? '');
        const status = presented.length > accepts ? 401 : 200;
        return { status, credential: credential(`t${presented.length}`) };
      },
    };
    return { presented, stage: fake as unknown as Stage };
  };

  it('presents each time what the last answer gave, and ends with the first refusal', async () => {
    const { presented, stage: one } = stage(2);
    const { uses, refusal, newest } = await keepRenewing(one, credential('t0'), justSignedIn(), 100, 60_000);
    assert.deepEqual(presented, ['t0', 't1', 't2']);
    assert.ok(refusal);
    assert.deepEqual([uses, newest], [2, credential('t2')]);
  });

  it('gives up after the bound and says that there was no end', async () => {
    const { uses, refusal } = await keepRenewing(stage(9).stage, credential('t0'), justSignedIn(), 100, -1);
    assert.deepEqual([uses, refusal], [1, undefined]);
  });
});

describe('keeping a sign-in alive by using it', () => {
  /** A clock that waiting moves, and each use by what its answer takes. */
  function used(answerMs: (n: number) => number, accepts: (atMs: number) => boolean) {
    let at = 200;
    let n = 0;
    const stage = {
      async wait(ms: number) {
        at += ms;
      },
    };
    const use = async () => {
      at += answerMs(n++);
      return accepts(at);
    };
    return keepUsing(
      stage,
      { signedIn: { sentMs: 0, answeredMs: 200 } },
      {
        everyMs: 100,
        boundMs: 1_500,
        use,
        inARow: 2,
        now: () => at,
      },
    );
  }

  it('counts from the answer to the login what was accepted, and from its request what was refused', async () => {
    const kept = await used(
      () => 50,
      (atMs) => atMs < 1_200,
    );
    assert.equal(kept.lastAcceptedMs, 900);
    assert.deepEqual(kept.refusal, { age: { leastMs: 1_050, mostMs: 1_300 }, silence: { leastMs: 100, mostMs: 200 } });
  });

  it('tells how long it was kept from being used before it was refused', async () => {
    const kept = await used(
      (n) => (n < 3 ? 50 : 900),
      (atMs) => atMs < 1_000,
    );
    assert.equal(kept.refusal?.silence.mostMs, 1_050);
    assert.equal(fellSilent(kept, 1_050), true);
    assert.equal(fellSilent(kept, 1_100), false);
  });

  it('ends where it is older than the bound, without a refusal', async () => {
    const kept = await used(
      () => 50,
      () => true,
    );
    assert.deepEqual([kept.lastAcceptedMs, kept.refusal], [1_650, undefined]);
  });
});

describe('silences', () => {
  it('are tried in steps to twice the idle time, each on a sign-in of its own', async () => {
    let signIns = 0;
    const waited: number[] = [];
    const stage = {
      target: { settings: { idleMs: 500 }, protocol: { steps: {} } },
      signIn: async () => credential(`s${++signIns}`),
      wait: async (ms: number) => void waited.push(ms),
      whoAmI: async (held: Credential) => (held.refresh?.values.token === 's1' ? 'user-1' : undefined),
    } as unknown as Stage;
    const tried = await useOnceAtEachAge(stage, { id: 'user-1', username: 'user-1', password: '' });
    assert.deepEqual([waited[0], waited.at(-1), waited.length], [100, 1_000, signIns]);
    assert.deepEqual(
      tried.map(({ accepted }) => accepted),
      waited.map((_, i) => i === 0),
    );
  });
});
