import type { Results } from '../../../reports/results/results.ts';
import { cpuOfServers, cpuOfStore } from '../cpu.ts';
import { join, type Slice } from '../join.ts';
import type { Targets } from '../measure.ts';
import { judgeAnswers } from '../metrics.ts';
import { disturbance } from './disturbance.ts';

type Row = NonNullable<Results['scaleOut']>[number];

/** What a number of instances came to. */
export type Point = Pick<Row, 'perSecond' | 'cpu' | 'used' | 'limit' | 'storeCores' | 'valid' | 'invalidReason'>;

/**
 * What a block at saturation came to, and who had no more to give: whoever used nearly all that it may. Pure.
 * @param serverCores what servers may use together
 * @param storeCores the same of the store; undefined where nobody held it
 */
export function readPoint(
  slice: Slice,
  components: Pick<Targets, 'servers' | 'store'>,
  serverCores: number,
  storeCores: number | undefined,
): Point {
  const { result } = slice;
  const { completed } = result.counts;
  const ofServers = cpuOfServers(slice, components);
  const ofStore = components.store === 'none' ? undefined : cpuOfStore(slice, components);
  const each = (us: number) => us / Math.max(1, completed);
  const cores = (us: number) => us / 1_000 / result.elapsedMs;
  const servers = typeof ofServers === 'number' ? ofServers : Number.NaN;
  const store = typeof ofStore === 'number' ? ofStore : undefined;
  const used = {
    servers: cores(servers) || 0,
    ...(store !== undefined && { store: cores(store) }),
    generator: cores(result.generatorCpuUs),
  };
  const shares = [
    ['servers', used.servers / serverCores],
    ['store', store !== undefined && storeCores !== undefined ? cores(store) / storeCores : 0],
    ['generator', used.generator],
  ] as const;
  const [limit, share] = shares.reduce((most, one) => (one[1] > most[1] ? one : most));
  const told = shares.map(([who, of]) => `${who} ${Math.round(100 * of)} %`).join(', ');
  const invalid = [
    ...judgeAnswers(result),
    ...(typeof ofServers === 'string' ? [ofServers] : []),
    ...disturbance(slice),
    ...(share < nearlyAll ? [`nobody used what it may (${told}): other programs had the cores`] : []),
  ];
  return {
    perSecond: completed / (result.elapsedMs / 1_000),
    cpu: {
      servers: each(servers) || 0,
      ...(store !== undefined && { store: each(store) }),
      generator: each(result.generatorCpuUs),
    },
    used,
    limit: share < nearlyAll ? 'unknown' : limit,
    storeCores: store === undefined ? null : (storeCores ?? 1),
    valid: invalid.length === 0,
    ...(invalid.length > 0 && { invalidReason: invalid.join('; ') }),
  };
}

/** Two that end each other keep each other from the last of it. */
const nearlyAll = 0.85;

/**
 * What was seen at several times as one: of those that count, if any does, and what ended most of them; else the last, and
 * why it does not count. Together they are not judged anew: at one time the servers were at their end, at another the store.
 */
export function pointOf(slices: readonly [Slice, ...Slice[]], read: (slice: Slice) => Point): Point {
  const all = slices.map((slice) => ({ slice, point: read(slice) }));
  const sound = all.filter(({ point }) => point.valid);
  const [first, ...rest] = sound.map(({ slice }) => slice);
  if (first === undefined) return all.at(-1)?.point ?? read(slices[0]);
  const { invalidReason: _, ...point } = read(join([first, ...rest]));
  const limits = sound.map((one) => one.point.limit);
  const often = (limit: Point['limit']) => limits.filter((one) => one === limit).length;
  const [limit = point.limit] = limits.toSorted((a, b) => often(b) - often(a));
  return { ...point, limit, valid: true };
}
