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
  let all = new Map<string, number[]>();
  const measure = async (arm: number, generator: Generator) => {
    const found = new Map<string, number[]>();
    for (let block = 0; block < blocksOfArm; block += 1) {
      for (const rate of rates)
        note(
          found,
          openOf(arm, rate),
          medianUs(await patiently(() => field.openJob(generator, { rate }), generator.run)),
        );
      note(found, closedOf(arm), perSecond(await patiently(() => field.closedJob(generator), generator.run)));
    }
    for (const [what, values] of found) note(all, what, median(values) ?? Number.NaN);
  };
  for (let round = 0; round <= rounds; round += 1) {
    await measure(0, single);
    for (const name of names) {
      await field.agent(name);
      const count = names.indexOf(name) + 1;
      await using bench = await field.bench(count);
      await measure(count, bench.generator);
    }
    await field.endAgents();
    console.log(
      `round ${round}: ${[...all].map(([what, values]) => `${what} ${values.at(-1)?.toFixed(0)}`).join('; ')}`,
    );
    if (round === 0) all = new Map();
  }
  const compare = (what: string, reference: string) => {
    const overs = (all.get(what) ?? []).map((value, round) => value / (all.get(reference)?.[round] ?? Number.NaN));
    console.log(`${what}: ${median(overs)?.toFixed(3)} of ${reference}, median of ${rounds} rounds`);
  };
  for (const arm of names.map((_, place) => place + 1)) {
    compare(closedOf(arm), closedOf(0));
    for (const rate of rates) compare(openOf(arm, rate), openOf(0, rate));
  }
  if (blocks > 0) await once(field, blocks);
}

/** Of each kind, of which the middle one counts: a stall of the machine is no difference between generators. */
const blocksOfArm = 3;
/** Arrivals per second: at the first each process sleeps most of the time, at the second hardly. */
const rates = [300, 2_000] as const;

/** @param arm how many agents, 0 for one generator without any */
const nameOf = (arm: number) => (arm === 0 ? 'one generator' : `${arm} agents`);
const closedOf = (arm: number) => `requests/s of ${nameOf(arm)}`;
const openOf = (arm: number, rate: number) => `p50 in µs of ${nameOf(arm)} at ${rate}/s`;

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
