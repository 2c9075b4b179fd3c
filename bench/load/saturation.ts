import { type MetricName, measured } from '../../reports/metrics.ts';
import { blockLimits as limits } from '../../reports/statistics/block-limits.ts';
import type { Usage } from '../machine/resources.ts';
import { join, type Slice } from './join.ts';
import { costOf, secondHalfOf } from './measure.ts';
import { type Components, judgeAnswers, judgeQuota, type LoadMetric, type Measurement, waitingIn } from './metrics.ts';

/** What a block at saturation came to: requests per second and core of a server, and what was the limit. Pure. */
export function readSaturation(
  slices: readonly [Slice, ...Slice[]],
  components: Components,
  cores: number = components.servers.length,
): Measurement {
  const { result, usage } = join(slices);
  const { servers, store, generator } = components;
  const seconds = result.elapsedMs / 1_000;
  const ofServers = usedBy(usage, servers);
  const ofGenerator = result.generatorCpuUs / 1e6 / seconds / (result.parts?.length ?? 1);
  const ofStore = typeof store === 'number' ? usedBy(usage, [store]) : undefined;
  // a server that is idle since those that feed it wait for a core is none that something else limits
  const starved = (usedBy(usage, [generator])?.waited ?? 0) + (ofStore?.waited ?? 0);
  const waiting = waitingIn(usage, components);
  const wanted = ofServers && ofServers.busy + (ofServers.waited ?? 0) + starved;
  const limit =
    wanted === undefined || wanted >= limits.saturatedShare * cores
      ? undefined
      : `servers wanted ${wanted.toFixed(2)} of ${cores} ${cores === 1 ? 'core' : 'cores'}, and the limit was ${limitOf(ofGenerator, ofStore?.busy)}`;
  const invalid = [...judgeAnswers(result), ...judgeQuota(usage), ...(limit === undefined ? [] : [limit])];
  const judged = invalid.length === 0 ? { valid: true } : { valid: false, invalidReason: invalid.join('; ') };
  const figures: readonly (readonly [metric: MetricName, value: number | undefined])[] = [
    ['throughput', result.counts.completed / seconds / (ofServers ? ofServers.busy : cores)],
    ['saturation.servers', ofServers?.busy],
    ['saturation.store', ofStore?.busy],
    ['saturation.generator', ofGenerator],
    ['saturation.second-half', secondHalfOf(slices.map((slice) => costOf(slice, { servers, store: 'none' })))],
    ['saturation.waiting', waiting],
    ['saturation.steal', usage?.machine.stealCores],
    ['saturation.throttled', usage?.machine.throttledCores],
  ];
  return {
    metrics: figures.flatMap(([metric, value]): LoadMetric[] =>
      value === undefined || !Number.isFinite(value) ? [] : [{ ...measured(metric, value), ...judged }],
    ),
    absent: [],
    invalid,
  };
}

/** In cores; undefined where one of them is not counted. */
function usedBy(usage: Usage | undefined, pids: readonly number[]) {
  if (!usage || pids.length === 0) return undefined;
  const all = pids.flatMap((pid) => usage.processes.get(pid) ?? []);
  if (all.length < pids.length) return undefined;
  const cores = (us: number) => us / 1_000 / usage.wallMs;
  const waits = all.flatMap(({ waitUs }) => waitUs ?? []);
  return {
    busy: cores(all.reduce((sum, { cpuUs }) => sum + cpuUs, 0)),
    waited: waits.length < all.length ? undefined : cores(waits.reduce((sum, us) => sum + us, 0)),
  };
}

function limitOf(generator: number, store: number | undefined): string {
  if (generator >= limits.saturatedShare) return `the load generator (${generator.toFixed(2)} cores)`;
  if (store !== undefined && store >= limits.saturatedShare) return `the store (${store.toFixed(2)} cores)`;
  return 'nothing that was seen here, such as the way to the store';
}
