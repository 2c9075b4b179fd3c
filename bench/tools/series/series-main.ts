import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readResults } from '../../../reports/results/read-results.ts';
import type { Results } from '../../../reports/results/results.ts';
import { upperMedian } from '../../../reports/statistics/median.ts';
import { percentTo } from '../../../reports/text/wording.ts';
import { figuresOf, type SeriesFigures } from './series.ts';

/**
 * Usage: `node dist/bench/tools/series/series-main.js FOLDER [RUNS = 20] [flags of run]`.
 * Runs a profile's load again and again (`--profile quick` where no other is named), each run with a seed of its own, until
 * FOLDER holds so many, and tells what all of them came to: how far intervals reach, whether they and the bounds beside
 * verdicts hold what the rounds of all runs say together, and whether a winner was ever wrong. With RUNS 0 it tells of those that are there.
 */
const [folder, count = '20', ...flags] = process.argv.slice(2);
if (folder === undefined) throw new RangeError('name the folder of the series');
await mkdir(folder, { recursive: true });
const cli = fileURLToPath(new URL('../../cli/main.js', import.meta.url));
const profile = flags.includes('--profile') ? [] : ['--profile', 'quick'];
for (let seed = (await stored()).length + 1; seed <= Number(count); seed += 1) {
  const words = [
    '--suite',
    'load',
    '--ui',
    'lines',
    '--formats',
    'json',
    '--seed',
    `${seed}`,
    '--out',
    join(folder, `${seed}`),
  ];
  const child = spawn(process.execPath, [cli, ...profile, ...words, ...flags], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(child, 'exit');
}
const runs = await stored();
console.log(`${runs.length} runs, ${runs.map(({ run }) => seconds(run)).join(', ')} s`);
console.log(
  `${'metric'.padEnd(14)}${'pair'.padEnd(24)}pooled   half-width    <=8 %  <=10 %  <=12 %  outside  beyond  wrong  verdicts`,
);
for (const one of figuresOf(runs)) console.log(line(one));

async function stored(): Promise<Results[]> {
  // `latest` is a link to one of them
  const entries = await readdir(folder ?? '', { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const read = await Promise.all(
    names.map(async (name) => readFile(join(folder ?? '', name, 'results.json'), 'utf8').catch(() => undefined)),
  );
  return read.flatMap((text) => {
    const reading = text === undefined ? undefined : readResults(JSON.parse(text));
    return reading && 'results' in reading && reading.results.run.state === 'complete' ? [reading.results] : [];
  });
}

function line({ metric, pair, pooled, halfWidths, outside, beyondBound, wrong, verdicts }: SeriesFigures): string {
  const within = (share: number) => `${halfWidths.filter((one) => one <= share).length}`.padStart(7);
  const percent = (share = Number.NaN) => percentTo(1, share);
  return [
    metric.padEnd(14) + pair.padEnd(24) + pooled.toFixed(3).padEnd(9),
    `${percent(upperMedian(halfWidths))} (to ${percent(halfWidths.at(-1))})`.padEnd(17),
    `${within(0.08)} ${within(0.1)} ${within(0.12)} ${`${outside}`.padStart(8)} ${`${beyondBound}`.padStart(7)} ${`${wrong}`.padStart(6)}  `,
    Object.entries(verdicts)
      .map(([verdict, times]) => `${times} ${verdict}`)
      .join(', '),
  ].join('');
}

function seconds({ startedAt, finishedAt }: Results['run']): string {
  return finishedAt === null ? '?' : ((Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000).toFixed(0);
}
