import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as soon } from 'node:timers/promises';
import { armOf } from '../../reports/results/fixtures/arm.ts';
import type { LoadScenario } from '../../scenarios/kinds/load.ts';
import login from '../../scenarios/load/login.ts';
import refresh from '../../scenarios/load/refresh.ts';
import sessionScheme from '../../servers/schemes/session.ts';
import type { CellOutcome } from '../cells/cell-outcome.ts';
import type { RunnerParts } from '../cells/run-cell.ts';
import { type LoadCell, loadCell } from '../plan/plan-load.ts';
import { ownTarget } from '../targets/own/own-target.ts';
import type { ArmSlot } from './load-setup.ts';
import { groups, runRound } from './run-round.ts';

const session = ownTarget(sessionScheme);

/** A round of so many arms of one scenario, what was done in it in which order, and both signals. */
function roundOf(arms: number) {
  const [soft, hard] = [new AbortController(), new AbortController()];
  const log: string[] = [];
  const ignore = () => {};
  const parts = {
    stop: { soft: soft.signal, hard: hard.signal },
    progress: { cellStarted: ignore, cellEnded: ignore, cellDone: ignore, measured: (act: () => unknown) => act() },
    builder: { add: async () => {} },
    context: {},
  } as unknown as RunnerParts;
  const cells = Array.from({ length: arms }, (_, place): LoadCell => {
    const cell = loadCell(login, { arm: armOf('load', session.id), scheme: session }, 1, place);
    return { ...cell, id: String(place) };
  });
  const outcome: CellOutcome = { part: {}, state: 'done', summary: '' };
  /** Two turns, as an arm that is loaded takes them: a signal cuts the turn that is under way. */
  const played = async ({ id }: LoadCell, signal: AbortSignal, { next, ready }: ArmSlot) => {
    ready();
    for (const turn of [1, 2])
      await next(async () => {
        signal.throwIfAborted();
        log.push(`${id} turn ${turn}`);
      });
    return outcome;
  };
  return { soft, hard, log, parts, cells, outcome, played };
}

/** What a promise comes to, or that it has not after all that can happen by itself. */
async function settledSoon<T>(promise: Promise<T>): Promise<T | 'still waiting'> {
  const waited = (async () => {
    for (let i = 0; i < 50; i++) await soon();
    return 'still waiting' as const;
  })();
  return Promise.race([promise, waited]);
}

describe('a round', () => {
  it('has its arms take turns', async () => {
    const { log, parts, cells, played } = roundOf(2);
    await runRound(cells, parts, (cell, { signal }, part) => played(cell, signal, part));
    assert.deepEqual(log, ['0 turn 1', '1 turn 1', '1 turn 2', '0 turn 2']);
  });

  it('has two arms launched and warmed up at once, and no more', async () => {
    const { parts, cells, played } = roundOf(5);
    let [now, most] = [0, 0];
    await runRound(cells, parts, async (cell, { signal }, part) => {
      now += 1;
      most = Math.max(most, now);
      for (let i = 0; i < 5; i++) await soon();
      now -= 1;
      return played(cell, signal, part);
    });
    assert.equal(most, 2);
  });

  it('gives the bench all cores back when it is over, also where an arm failed', async () => {
    const { parts, cells, played } = roundOf(2);
    const released: (readonly number[])[] = [];
    const cores = { release: async (pids: readonly number[]) => void released.push(pids) };
    const placed = { ...parts, context: { cores } } as unknown as RunnerParts;
    await runRound(cells, placed, (cell, { signal }, part) => played(cell, signal, part));
    const lost = runRound(cells, placed, async () => Promise.reject(new Error('an arm is lost')));
    await assert.rejects(lost, { message: 'an arm is lost' });
    assert.deepEqual(released, [[process.pid], [process.pid]]);
  });

  it('ends with a signal that comes while one arm waits and another has not begun', async () => {
    const { soft, log, parts, cells, played } = roundOf(5);
    const round = runRound(cells, parts, async (cell, { signal }, part) => {
      if (cell.id === '2') soft.abort('SIGINT');
      return played(cell, signal, part);
    });
    assert.equal(await settledSoon(round), undefined);
    assert.deepEqual(log, []);
  });

  it('is no end of the bench where an arm fails while others are still launched', async () => {
    const { parts, cells } = roundOf(5);
    const round = runRound(cells, parts, async ({ id }) => {
      if (id !== '0') for (let i = 0; i < 5; i++) await soon();
      throw new Error(`arm ${id} is lost`);
    });
    // what nobody waits for fails the test by itself
    await assert.rejects(round, { message: 'arm 0 is lost' });
  });

  it('ends with the second signal where an arm does not hear the first', async () => {
    const { soft, hard, parts, cells, played } = roundOf(5);
    const round = runRound(cells, parts, async (cell, { signal }, part) => {
      if (cell.id === '1')
        return new Promise((_, reject) => hard.signal.addEventListener('abort', () => reject(hard.signal.reason)));
      return played(cell, signal, part);
    });
    await soon();
    soft.abort('SIGINT');
    assert.equal(await settledSoon(round), 'still waiting');
    hard.abort('SIGINT');
    assert.equal(await settledSoon(round), undefined);
  });

  it('goes on without an arm that ends before its first turn, and without one that fails there', async () => {
    const { log, parts, cells, outcome, played } = roundOf(3);
    const round = runRound(cells, parts, async (cell, { signal }, part) => {
      if (cell.id === '0') return outcome;
      if (cell.id === '2') throw new Error('no room for accounts');
      return played(cell, signal, part);
    });
    await assert.rejects(settledSoon(round), /^Error: no room for accounts$/);
    assert.deepEqual(log, ['1 turn 1', '1 turn 2']);
  });
});

describe('the arms that are up at the same time', () => {
  const cell = (id: number, scenario: LoadScenario = login, alone?: true) => ({
    id,
    scenario,
    ...(alone && { alone }),
  });
  const ids = (cells: ReturnType<typeof cell>[]) => groups(cells).map((group) => group.map(({ id }) => id));

  it('are those of one scenario, in their order', () => {
    assert.deepEqual(ids([cell(1), cell(2, refresh), cell(3), cell(4, refresh)]), [
      [1, 3],
      [2, 4],
    ]);
  });

  it('are eight at most, shared out evenly', () => {
    const many = Array.from({ length: 9 }, (_, i) => cell(i));
    assert.deepEqual(ids(many), [
      [0, 2, 4, 6, 8],
      [1, 3, 5, 7],
    ]);
    assert.deepEqual(ids(many.slice(0, 8)), [[0, 1, 2, 3, 4, 5, 6, 7]]);
  });

  it('keep those together that are named to be, whatever lies between', () => {
    const at = (id: number, group?: string) => ({ ...cell(id), ...(group && { group }) });
    const mixed = [at(1), at(2, 'node-24'), at(3), at(4, 'node-26'), at(5, 'node-24')];
    assert.deepEqual(ids(mixed), [[1, 3], [2, 5], [4]]);
  });

  it('leave alone what must not wait', () => {
    assert.deepEqual(ids([cell(1), cell(2, login, true), cell(3)]), [[1, 3], [2]]);
    assert.deepEqual(ids([]), []);
  });
});
