import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armOf } from '../../reports/results/fixtures/arm.ts';
import load from '../../scenarios/load/authenticated-read.ts';
import type { Stage } from '../../scenarios/stage.ts';
import sessionScheme from '../../servers/schemes/session.ts';
import type { Generator } from '../generator/generator.ts';
import { createHistogram, encodeHistogram } from '../generator/histogram.ts';
import type { LoadResult } from '../generator/job.ts';
import { loadCell } from '../plan/plan-load.ts';
import { profiles } from '../plan/profiles.ts';
import type { LiveTarget } from '../targets/live-target.ts';
import { ownTarget } from '../targets/own/own-target.ts';
import type { RunContext } from '../targets/run-context.ts';
import { type ArmUnderLoad, autocannonThroughput, offerRate, saturate } from './arm-under-load.ts';
import { interleave, type Slot } from './interleave.ts';

const session = ownTarget(sessionScheme);
const { signal } = new AbortController();

const histogram = createHistogram();
histogram.recordValueWithCount(1_000, 50);
const times = encodeHistogram(histogram);
const result: LoadResult = {
  counts: { intended: 50, sent: 50, completed: 50, failed: 0, late: 0, dropped: 0 },
  ...{ steps: {}, failures: {}, answered: 50, elapsedMs: 250, span: { dueMs: 250, doneMs: 250 } },
  ...{ latency: times, service: times, lag: times, loopDelay: times, inFlightMean: 0.2, generatorCpuUs: 1_000 },
  ...{ bytesUp: 1, bytesDown: 1, users: [] },
};

/** An arm on a target that answers everything, and a log of what it is asked. */
function armOn(name: string, log: string[], next: Slot['next'], shared?: Generator['shared']): ArmUnderLoad {
  const generator: Pick<Generator, 'pid' | 'run' | 'shared'> = {
    pid: process.pid,
    ...(shared && { shared }),
    async run(job, _, onBlock) {
      onBlock?.('start');
      log.push(`${name} ${'engine' in job ? job.engine : job.executor}`);
      onBlock?.('end');
      return result;
    },
  };
  const components = { servers: [], store: 'none' } as const;
  return {
    cell: { ...loadCell(load, { arm: armOf('load', session.id), scheme: session }, 1, 1), id: name },
    ratePerSecond: 200,
    setup: {
      ...{ extent: profiles.quick.load, generator: generator as Generator, context: {} as RunContext },
      slot: { next, ready: () => {} },
    },
    stage: { target: { protocol: session.protocol, lifetimes: {} }, note: () => {}, signal } as unknown as Stage,
    live: { cluster: { origins: [] }, target: { ...session, settings: {} } } as unknown as LiveTarget,
    ...{ components, processes: { ...components, generator: process.pid }, commands: undefined },
    ...{ warmUpMs: 0, users: [] },
  };
}

describe('an arm that may not be saturated, beside one that is', () => {
  it('comes to the offered rate in the same sweep, and is asked no more often before than without it', async () => {
    const log: string[] = [];
    const [told] = await Promise.all(
      interleave(2).map(async ({ next, leave }, place) => {
        const arm = armOn(place === 0 ? 'own' : 'target', log, next);
        const saturated = place === 0 ? await saturate(arm) : undefined;
        const { slices } = await offerRate(arm, saturated?.slices);
        leave();
        return { slices, saturated };
      }),
    );
    const last = log.lastIndexOf('own closed');
    const [before, after] = [log.slice(0, last + 1), log.slice(last + 1)];
    const count = (some: readonly string[], what: string) => some.filter((one) => one === what).length;
    assert.equal(count(before, 'own closed'), told?.saturated?.slices.made);
    assert.equal(count(before, 'target open'), profiles.quick.load.warmUp.most);
    assert.equal(after.length, 2 * (told?.slices.made ?? 0));
    for (let sweep = 0; sweep < after.length; sweep += 2)
      assert.deepEqual(after.slice(sweep, sweep + 2).sort(), ['own open', 'target open']);
  });
});

describe('the check by autocannon', () => {
  it('is made where one generator makes the load, and not where several begin together, which it cannot', async () => {
    const log: string[] = [];
    const [slot] = interleave(1) as [Slot];
    const shared = { holder: async () => () => ({}) as never, seen: (one: LoadResult) => one };
    await autocannonThroughput(armOn('alone', log, slot.next));
    assert.equal(await autocannonThroughput(armOn('shared', log, slot.next, shared)), undefined);
    assert.deepEqual(log, ['alone autocannon']);
  });
});
