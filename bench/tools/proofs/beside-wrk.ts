import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { median } from '../../../scenarios/kit/evidence/median.ts';
import authenticatedRead from '../../../scenarios/load/authenticated-read.ts';
import { type Generator, startGenerator } from '../../generator/generator.ts';
import { decode } from '../../generator/histogram.ts';
import type { LoadJob } from '../../generator/job.ts';
import { closedJob, openJob, options, virtualUsers } from '../../load/load-jobs.ts';
import { achievedRatio } from '../../load/metrics.ts';
import { readCatalogue } from '../../plan/catalogue.ts';
import { profiles } from '../../plan/profiles.ts';
import { openRunContext } from '../../targets/own/run-context.ts';
import { bringUp } from '../../targets/target.ts';

/**
 * Usage: `node dist/bench/tools/proofs/beside-wrk.js [scheme = session] [rounds = 5]`, with wrk on PATH.
 * What wrk and the generator say of one server, in turn: the throughput that each finds with all connections, and the
 * service time with one. Then whether the generator achieves what it offers, up to 40 % of that throughput; exits with 1
 * where it is less than 99.5 %.
 */
const [id = 'session', rounds = '5'] = process.argv.slice(2);
const seconds = 4;
const leastAchieved = 0.995;
const run = promisify(execFile);
const { signal } = new AbortController();

const { schemes } = await readCatalogue();
const scheme = schemes.find((one) => one.id === id);
if (!scheme) throw new RangeError(`there is no scheme ${id}`);
const extent = { ...profiles.standard.load, instances: 1, saturationMs: seconds * 1_000, sliceMs: seconds * 1_000 };
await using context = await openRunContext(6, signal);
await using live = await bringUp(options(scheme, extent), context);
await using generator = await startGenerator();
const { stage } = live.enter(context.accounts.users);
const users = await virtualUsers(authenticatedRead, stage, 1);
const closed = (connections: number) => ({ ...closedJob(authenticatedRead, live, users, extent), connections });
const { headers, path } = stage.request('me', { as: users[0]?.credential ?? {} });

/** Requests per second, and the median service time in ms. */
interface Found {
  readonly perSecond: number;
  readonly p50Ms: number;
}

await measured(generator, closed(16));
const found: Record<string, Found[]> = {};
for (let round = 0; round < Number(rounds); round++) {
  for (const connections of [16, 1]) {
    const both = [
      ['generator', () => measured(generator, closed(connections))],
      ['wrk', () => wrk(connections)],
    ] as const;
    for (const [name, measure] of round % 2 === 0 ? both : both.toReversed()) {
      const key = `${String(connections).padStart(2)} connections, ${name}`;
      found[key] = [...(found[key] ?? []), await measure()];
    }
  }
}
for (const [name, all] of Object.entries(found).sort())
  console.log(
    `${name.padEnd(28)}${Math.round(median(all.map(({ perSecond }) => perSecond)))}/s, service p50 ${median(all.map(({ p50Ms }) => p50Ms)).toFixed(2)} ms`,
  );
const ceiling = median((found['16 connections, wrk'] ?? []).map(({ perSecond }) => perSecond));
for (const share of [0.1, 0.2, 0.4]) {
  const rate = Math.round(share * ceiling);
  const result = await generator.run(openJob(authenticatedRead, live, users, extent, rate), signal);
  const achieved = achievedRatio(result) ?? 0;
  const isGood = achieved >= leastAchieved;
  console.log(
    `open loop, ${(100 * share).toFixed(0)} % of that: ${rate}/s offered, ${(100 * achieved).toFixed(2)} % achieved, ` +
      `service p50 ${p50Of(result.service).toFixed(2)} ms${isGood ? '' : '  MISSED'}`,
  );
  if (!isGood) process.exitCode = 1;
}

async function measured(by: Generator, job: LoadJob): Promise<Found> {
  const { counts, elapsedMs, service } = await by.run(job, signal);
  if (counts.failed > 0) throw new Error(`${counts.failed} requests failed`);
  return { perSecond: counts.completed / (elapsedMs / 1_000), p50Ms: p50Of(service) };
}

async function wrk(connections: number): Promise<Found> {
  // by another spelling of Host it would not know its own
  const named = Object.entries(headers).map(
    ([name, value]) => `${name.toLowerCase() === 'host' ? 'Host' : name}: ${value}`,
  );
  const words = named.flatMap((header) => ['-H', header]);
  const { stdout } = await run('wrk', [
    ...['-t1', `-c${connections}`, `-d${seconds}`, '--latency'],
    ...words,
    `${live.cluster.origins[0]}${path}`,
  ]);
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(stdout);
  const [, figure = '', unit = ''] = /50%\s+([\d.]+)(us|ms|s)/.exec(stdout) ?? [];
  const perSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
  return { perSecond, p50Ms: Number(figure) * (unit === 'us' ? 0.001 : unit === 's' ? 1_000 : 1) };
}

function p50Of(service: string): number {
  return decode(service).getValueAtPercentile(50) / 1_000;
}
