import { median, upperQuantile } from '../../../reports/statistics/median.ts';
import { type Generator, startGenerator } from '../../generator/generator.ts';
import { decodeHistogram } from '../../generator/histogram.ts';
import type { LoadJob, LoadResult } from '../../generator/job.ts';
import { openTrialField, type TrialField } from './trial-field.ts';

const names = ['a1', 'a2', 'a3'] as const;

/** The load of one, two and three agents, beside that of one generator, on the same server in turn; the first round, in which it warms up, counts for nothing. */
export async function besideOne(rounds: number, blocks: number): Promise<void> {
  await using field = await openTrialField(names);
  await using single = await startGenerator();
  const p50s = new Map<string, number[]>();
  const rates = new Map<string, number[]>();
  const measure = async (arm: string, generator: Generator) => {
    const blocks = { open: [] as number[], closed: [] as number[] };
    for (let block = 0; block < blocksOfArm; block += 1) {
      blocks.open.push(medianUs(await patiently(() => field.openJob(generator), generator.run)));
      blocks.closed.push(perSecond(await patiently(() => field.closedJob(generator), generator.run)));
    }
    note(p50s, arm, median(blocks.open) ?? Number.NaN);
    note(rates, arm, median(blocks.closed) ?? Number.NaN);
  };
  for (let round = 0; round <= rounds; round += 1) {
    await measure('one generator', single);
    for (const name of names) {
      await field.agent(name);
      const count = names.indexOf(name) + 1;
      await using bench = await field.bench(count);
      await measure(`${count} agents`, bench.generator);
    }
    await field.endAgents();
    console.log(
      `round ${round}: ${[...p50s].map(([arm, all]) => `${arm} ${all.at(-1)} µs, ${rates.get(arm)?.at(-1)?.toFixed(0)}/s`).join('; ')}`,
    );
    if (round === 0) for (const all of [p50s, rates]) all.clear();
  }
  for (const [what, all] of [
    ['p50 at 300/s', p50s],
    ['closed loop', rates],
  ] as const) {
    const reference = all.get('one generator') ?? [];
    for (const [arm, values] of all) {
      const over = median(values.map((value, round) => value / (reference[round] ?? Number.NaN))) ?? Number.NaN;
      console.log(`${what}, ${arm}: ${over.toFixed(3)} of one generator, median of ${rounds} rounds`);
    }
  }
  if (blocks > 0) await once(field, blocks);
}

/** Of each kind, of which the middle one counts: a stall of the machine is no difference between generators. */
const blocksOfArm = 3;

/** Every arrival once, and how far apart three agents begin. */
async function once(field: TrialField, blocks: number): Promise<void> {
  for (const name of names) await field.agent(name);
  await using bench = await field.bench(names.length);
  const { generator } = bench;
  const skews: number[] = [];
  let [sent, due, wrong] = [0, 0, 0];
  for (let block = 0; block < blocks; block += 1) {
    const { counts, parts = [] } = await patiently(
      () => field.openJob(generator, { durationMs: 500 }),
      (job, signal) => field.block(generator, job, signal),
    );
    sent += counts.sent;
    due += counts.intended;
    wrong += parts.filter((part) => part.wrong.some((one) => /arrivals/.test(one))).length;
    skews.push(Math.max(...parts.flatMap(({ skewMs }) => skewMs ?? [])));
  }
  const at = (share: number) => upperQuantile(skews, share).toFixed(2);
  console.log(`exactly once: ${sent} of ${due} arrivals in ${blocks} blocks, ${wrong} ledgers with something wrong`);
  console.log(
    `start skew as the target saw it: p50 ${at(0.5)} ms, p90 ${at(0.9)} ms, most ${Math.max(...skews).toFixed(2)} ms`,
  );
}

/** A block to which somebody came too late is made again, as a run does. */
async function patiently<Job extends LoadJob>(
  jobOf: () => Promise<Job>,
  run: (job: Job, signal: AbortSignal) => Promise<LoadResult>,
): Promise<LoadResult> {
  for (let tries = 1; ; tries += 1) {
    const result = await run(await jobOf(), new AbortController().signal).catch((error: Error) => {
      if (tries === 10) throw error;
    });
    if (result) return result;
  }
}

function note(all: Map<string, number[]>, arm: string, value: number): void {
  all.set(arm, [...(all.get(arm) ?? []), value]);
}

function medianUs({ service }: LoadResult): number {
  return decodeHistogram(service).getValueAtPercentile(50);
}

function perSecond({ counts, elapsedMs }: LoadResult): number {
  return counts.completed / (elapsedMs / 1_000);
}
