import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { median } from '../../../scenarios/kit/evidence/median.ts';
import authenticatedRead from '../../../scenarios/load/authenticated-read.ts';
import { findCores } from '../../cluster/cores.ts';
import { type Generator, startGenerator } from '../../generator/generator.ts';
import { decodeHistogram } from '../../generator/histogram.ts';
import type { LoadJob } from '../../generator/job.ts';
import { closedJob, openJob, options, virtualUsers } from '../../load/load-jobs.ts';
import { achievedRatio } from '../../load/metrics.ts';
import { readCatalogue } from '../../plan/catalogue.ts';
import { profiles } from '../../plan/profiles.ts';
import { openRunContext } from '../../targets/own/open-run-context.ts';

/**
 * Usage: `node dist/bench/tools/proofs/beside-wrk.js [scheme = session] [rounds = 5]`, with wrk on PATH.
 * What wrk and the generator say of one server, in turn: the throughput that each finds with all connections, and the
 * service time with one, with autocannon as an independent check. The server has a core of its own where the system allows it. Then
 * whether the generator achieves what it offers, up to 40 % of that throughput. Exits with 1 where that is less than 99.5 %,
 * where the throughputs lie more than 10 % apart, or where the generator takes more than half a core.
 */
const [id = 'session', rounds = '5'] = process.argv.slice(2);
const seconds = 4;
const leastAchieved = 0.995;
const mostApart = 0.1;
const mostCores = 0.5;
const run = promisify(execFile);
const { signal } = new AbortController();

const { schemes } = await readCatalogue();
const scheme = schemes.find((one) => one.id === id);
if (!scheme) throw new RangeError(`there is no scheme ${id}`);
const sliceMs = seconds * 1_000;
const { load } = profiles.standard;
const extent = { ...load, instances: 1, saturation: { ...load.saturation, sliceMs }, sliceMs };
await using context = await openRunContext(6, signal);
await using live = await scheme.launch(options(scheme, extent), context);
await using generator = await startGenerator();
const cores = await findCores(1);
if (typeof cores === 'string') console.log(`not on cores of their own: ${cores}`);
else await cores.keepApart(live.cluster.pids(), [process.pid, generator.pid, context.store.pid ?? generator.pid]);
const { stage } = live.enter(context.accounts.users);
const users = await virtualUsers(authenticatedRead, stage, 1);
const closed = (connections: number) => ({ ...closedJob(authenticatedRead, live, users, extent), connections });
const { headers, path } = stage.request('me', { as: users[0]?.credential ?? {} });

/** Requests per second, and the median service time in ms. */
interface Found {
  readonly perSecond: number;
  readonly p50Ms: number;
  /** Of the generator; unknown of wrk. */
  readonly cores?: number;
}

await measured(generator, closed(16));
const found: Record<string, Found[]> = {};
for (let round = 0; round < Number(rounds); round++) {
  for (const connections of [16, 1]) {
    const all = [
      ['generator', () => measured(generator, closed(connections))],
      ['autocannon', () => measured(generator, { ...closed(connections), engine: 'autocannon' })],
      ['wrk', () => wrk(connections)],
    ] as const;
    for (const [name, measure] of round % 2 === 0 ? all : all.toReversed()) {
      const key = `${String(connections).padStart(2)} connections, ${name}`;
      found[key] = [...(found[key] ?? []), await measure()];
    }
  }
}
for (const [name, all] of Object.entries(found).sort()) {
  const used = all.flatMap(({ cores: some }) => some ?? []);
  console.log(
    `${name.padEnd(28)}${Math.round(median(all.map(({ perSecond }) => perSecond)))}/s, service p50 ${median(all.map(({ p50Ms }) => p50Ms)).toFixed(2)} ms` +
      `${used.length > 0 ? `, ${median(used).toFixed(2)} cores` : ''}`,
  );
}
const saturated = found['16 connections, generator'] ?? [];
const ceiling = median((found['16 connections, wrk'] ?? []).map(({ perSecond }) => perSecond));
const apart = median(saturated.map(({ perSecond }) => perSecond)) / ceiling - 1;
const taken = median(saturated.map(({ cores: some }) => some ?? 0));
if (Math.abs(apart) > mostApart || taken > mostCores) process.exitCode = 1;
console.log(
  `saturated: ${(100 * apart).toFixed(1)} % apart from wrk (at most ${100 * mostApart} %), the generator takes ${taken.toFixed(2)} of a core (at most ${mostCores})`,
);
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
  const { counts, failures, elapsedMs, service, generatorCpuUs } = await by.run(job, signal);
  if (counts.failed > 0) throw new Error(`${counts.failed} requests failed: ${Object.keys(failures).join(', ')}`);
  return {
    perSecond: counts.completed / (elapsedMs / 1_000),
    p50Ms: p50Of(service),
    cores: generatorCpuUs / 1_000 / elapsedMs,
  };
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
  return decodeHistogram(service).getValueAtPercentile(50) / 1_000;
}
