import { upperMedian } from '../../../reports/statistics/median.ts';
import { measureStore, type StoreFigures } from './distortion.ts';
import { openStore } from '../../store/open-store.ts';

/**
 * `node dist/bench/tools/distortion/distortion-main.js [ROUNDS] [CALLS]`: what the embedded store distorts, measured beside a real
 * Redis in alternating rounds, fresh stores each. The sentence in `bench/store/providers/embedded.ts` rests on its output.
 */
const [rounds = 7, calls = 20_000] = process.argv.slice(2).map(Number);
const { signal } = new AbortController();
const figures: StoreFigures[][] = [[], []];

for (let round = 0; round < rounds; round++) {
  for (const which of round % 2 === 0 ? [0, 1] : [1, 0]) {
    await using store = await openStore(which === 0 ? 'binary' : 'embedded', { signal });
    figures[which]?.push(await measureStore(store, calls));
  }
}

row('median of', `${rounds} rounds`, 'redis', 'embedded', 'ratio');
show('round trip p50', 'us', ({ roundTripUs }) => roundTripUs.p50);
show('round trip p99', 'us', ({ roundTripUs }) => roundTripUs.p99);
show('64 in flight', 'calls/s', ({ callsPerSecond }) => callsPerSecond);
show('CPU, one in flight', 'us/call', ({ cpuUs }) => cpuUs.alone);
show('CPU, 64 in flight', 'us/call', ({ cpuUs }) => cpuUs.concurrent);
show('resident memory', 'MB', ({ rssBytes }) => (rssBytes === undefined ? undefined : rssBytes / 1e6));

function show(title: string, unit: string, pick: (figures: StoreFigures) => number | undefined): void {
  const [redis = Number.NaN, embedded = Number.NaN] = figures.map((rounds) =>
    upperMedian(rounds.flatMap((round) => pick(round) ?? [])),
  );
  row(title, unit, redis.toFixed(1), embedded.toFixed(1), (embedded / redis).toFixed(2));
}

function row(title: string, ...cells: string[]): void {
  console.log(title.padEnd(20) + cells.map((cell) => cell.padStart(10)).join(''));
}
