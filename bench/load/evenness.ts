import { fork } from 'node:child_process';
import { once } from 'node:events';
import { startGenerator } from './generator.ts';
import { achievedRatio } from './metrics.ts';
import { jobFor } from './stub-job.ts';

/**
 * Entry of `node dist/bench/load/evenness.js [seconds]`: how evenly requests reach a server, by the server's own clock.
 * At each rate, the share of each second's requests that came in its first 100 ms. Exits with 1 where one is off by more
 * than a hundredth from a tenth, or less than 99.5 % of a rate was achieved.
 */
const [seconds = 10] = process.argv.slice(2).map(Number);
const rates = [37, 500, 2_000];
const warmUpMs = 2_000;

const stub = fork(new URL('./stub.js', import.meta.url), ['witness']);
const [port] = (await once(stub, 'message')) as [number];
await using generator = await startGenerator();
for (const rate of rates) {
  const result = await generator.run(jobFor(port, rate, warmUpMs, seconds * 1_000), new AbortController().signal);
  const achieved = achievedRatio(result) ?? 0;
  stub.send('when');
  const [cameAt] = (await once(stub, 'message')) as [number[]];
  const measured = cameAt.slice(-result.counts.completed);
  // the schedule as the one that was least late tells it
  const startAt = measured.reduce((least, at, index) => Math.min(least, at - (index * 1_000) / rate), Infinity);
  const shares = Array.from({ length: seconds }, (_, second) => {
    const of = measured.filter((at) => Math.floor((at - startAt) / 1_000) === second);
    return of.filter((at) => (at - startAt) % 1_000 < 100).length / of.length;
  });
  const [least, most] = [Math.min(...shares), Math.max(...shares)].map((share) => (100 * share).toFixed(1));
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const good = Math.abs(mean - 0.1) <= 0.01 && achieved >= 0.995;
  console.log(
    `${`${rate}/s`.padEnd(8)}in the first 100 ms ${(100 * mean).toFixed(1)} % (${least} to ${most} over ${seconds} seconds), ` +
      `achieved ${(100 * achieved).toFixed(2)} %${good ? '' : '  MISSED'}`,
  );
  if (!good) process.exitCode = 1;
}
stub.disconnect();
