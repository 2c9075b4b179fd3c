import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { errorLine } from '../../errors.ts';
import type { LoadResult } from '../../generator/job.ts';
import { isRunning } from '../../machine/child.ts';
import { createRandom } from '../../machine/random.ts';
import { openTrialField, type TrialField } from './trial-field.ts';

interface Hands {
  readonly field: TrialField;
  /** The second of two. */
  readonly agent: ChildProcess;
}

interface Fault {
  /** What the clock of the second agent is wrong by, one way or the other. */
  readonly clockErrorMs?: number;
  /** Before a block. @returns waits until it has happened */
  prepare?(field: TrialField): Promise<() => Promise<void>>;
  /** In the midst of a block. @returns what undoes it */
  break(hands: Hands): Promise<() => Promise<void>>;
  /** What the block is thrown away for. */
  readonly cause: RegExp;
}

const nothing = async () => {};
const gone =
  /a2: (nothing was heard of it for 4 s|it was away for more than 4 s|the generator stood still|it did not answer)/;

/** By name, what breaks and what has to be said of it. */
const faults: Readonly<Record<string, Fault>> = {
  killed: {
    async break({ field, agent }) {
      field.signal(agent, 'SIGKILL', 'all');
      return nothing;
    },
    cause: gone,
  },
  frozen: {
    async break({ field, agent }) {
      field.signal(agent, 'SIGSTOP', 'all');
      await delay(5_000);
      field.signal(agent, 'SIGCONT', 'all');
      return nothing;
    },
    cause: gone,
  },
  'network-cut': {
    async break({ field }) {
      await field.network.cut('a2', 'front');
      return () => field.network.heal('a2', 'front');
    },
    cause: gone,
  },
  'loop-blocked': {
    // its own event loop alone: the generator is another process
    async break({ field, agent }) {
      field.signal(agent, 'SIGSTOP', 'agent');
      await delay(40_000);
      field.signal(agent, 'SIGCONT', 'agent');
      return nothing;
    },
    cause: gone,
  },
  'redis-restarted': {
    async break({ field }) {
      await field.endRedis();
      await field.startRedis();
      return nothing;
    },
    cause: /the control Redis began anew/,
  },
  'redis-gone': {
    async break({ field }) {
      await field.endRedis();
      return () => field.startRedis();
    },
    cause: /the control Redis is away/,
  },
  'delivered-twice': {
    prepare: (field) => field.deliverTwice('a2'),
    break: async () => nothing,
    cause: /a2: its task was delivered twice, and done once/,
  },
  'clock-wrong': {
    clockErrorMs: 3_000,
    break: async () => nothing,
    cause: /a2: (began [23]\d{3} ms after the first of them|came [23]\d{3} ms too late to the common start)/,
  },
};

export const faultIds = [...Object.keys(faults)];

/** So many seeded moments of each fault: is the block thrown away by name, and is nothing left 15 s after the bench. */
export async function tryFaults(ids: readonly string[], tries: number, seed: number): Promise<void> {
  for (const id of ids) {
    const fault = faults[id];
    if (!fault) throw new Error(`there is no fault ${id}; there is ${faultIds.join(', ')}`);
    const random = createRandom(seed);
    const said = new Map<string, number>();
    let [named, left, wentOn, doubled] = [0, 0, 0, 0];
    for (let turn = 0; turn < tries; turn += 1) {
      const seen = await tryOnce(fault, 200 + random() * 1_200, turn % 2 === 0 ? 1 : -1);
      if (seen.because !== undefined && fault.cause.test(seen.because)) named += 1;
      said.set(seen.because ?? 'no cause', (said.get(seen.because ?? 'no cause') ?? 0) + 1);
      if (seen.left > 0) left += 1;
      if (seen.wentOn) wentOn += 1;
      if (seen.isDoubled) doubled += 1;
    }
    console.log(
      `${id.padEnd(16)} block thrown away by name ${named}/${tries}, counted twice or lost without a word ${doubled}/${tries}, went on ${wentOn}/${tries}, left something behind ${left}/${tries}`,
    );
    for (const [because, count] of said) console.log(`                 ${count} × ${because}`);
  }
}

interface Seen {
  /** Why the block counts for nothing. */
  readonly because: string | undefined;
  /** It had more or fewer arrivals than were due, and no word of it. */
  readonly isDoubled: boolean;
  readonly wentOn: boolean;
  readonly left: number;
}

/** @param sign which way a clock is wrong */
async function tryOnce(fault: Fault, afterMs: number, sign: 1 | -1): Promise<Seen> {
  await using field = await openTrialField(['a1', 'a2']);
  const first = await field.agent('a1', { stays: false });
  const clockErrorMs = sign * (fault.clockErrorMs ?? 0);
  const second = await field.agent('a2', { stays: false, clockErrorMs });
  let because: string | undefined;
  let [wentOn, isDoubled] = [false, false];
  let undo = nothing;
  {
    await using bench = await field.bench(2);
    const { generator } = bench;
    const { signal } = new AbortController();
    const job = await field.openJob(generator, { durationMs: 2_000 });
    await generator.run(await field.openJob(generator), signal).catch(() => {});
    const prepared = await fault.prepare?.(field);
    const breaking = delay(afterMs).then(async () => {
      undo = await fault.break({ field, agent: second });
    });
    const [ended] = await Promise.allSettled([field.block(generator, job, signal), breaking]);
    await prepared?.();
    because = ended.status === 'rejected' ? errorLine(ended.reason) : wrongOf(ended.value);
    isDoubled =
      ended.status === 'fulfilled' && because === undefined && ended.value.counts.sent !== ended.value.counts.intended;
    wentOn = await field
      .openJob(generator)
      .then(async (next) => (await generator.run(next, signal)).counts.completed === next.rate)
      .catch(() => false);
  }
  await delay(15_000);
  await undo();
  const left = [first, second].filter(isRunning).length;
  return { because, isDoubled, wentOn, left };
}

function wrongOf({ parts = [] }: LoadResult): string | undefined {
  return parts.flatMap(({ by, wrong }) => wrong.map((one) => `${by}: ${one}`)).join('; ') || undefined;
}
