/**
 * What the figures of a run are, each once: a new one is a row here and what collects it, in `bench/load/metrics.ts` for
 * load. Slices of a block are joined before figures are made of them, so that none needs a rule for that.
 */
export interface Metric {
  readonly title: string;
  /** As samples have it. */
  readonly unit: Unit;
  readonly better: 'lower' | 'higher';
  /** Shown in the matrix. */
  readonly headline: boolean;
  /** Shown round by round. */
  readonly drawn: boolean;
  readonly compared?: ComparedMetric;
}

export type Unit = 'us' | 'ms' | 's' | 'bytes' | 'count' | '1/s' | 'ratio';

/** A metric with verdicts. */
export interface ComparedMetric {
  /** The smallest relative difference of interest. */
  readonly margin: number;
  /** What more and less of it are called, and what one then chooses by. */
  readonly more: string;
  readonly less: string;
  readonly by: string;
}

export type MetricName = (typeof rows)[number][0];

/** In the matrix and round by round; in the matrix alone; round by round alone; only where everything is listed. */
type Shown = 'headline' | 'sized' | 'drawn' | 'listed';
type Row = readonly [
  name: string,
  title: string,
  unit: Unit,
  better: Metric['better'],
  shown: Shown,
  compared?: ComparedMetric,
];

const capacity = { more: 'more requests/s', less: 'fewer requests/s', by: 'throughput' };
const cost = { more: 'dearer', less: 'cheaper', by: 'cost' };
const latency = { more: 'slower', less: 'faster', by: 'latency' };

/** In the order of a reader's interest: throughput, then cost, then latency, then bytes, then the rest. */
const rows = [
  ['throughput', 'Throughput at saturation', '1/s', 'higher', 'headline', { margin: 0.05, ...capacity }],
  ['cpu.total', 'CPU per request', 'us', 'lower', 'headline', { margin: 0.05, ...cost }],
  ['cpu.servers', 'Server CPU per request', 'us', 'lower', 'headline', { margin: 0.05, ...cost }],
  ['cpu.store', 'Store CPU per request', 'us', 'lower', 'headline'],
  ['latency.p50', 'Latency, median', 'us', 'lower', 'headline', { margin: 0.05, ...latency }],
  ['latency.p95', 'Latency, 95th percentile', 'us', 'lower', 'drawn'],
  ['latency.p99', 'Latency, 99th percentile', 'us', 'lower', 'headline', { margin: 0.1, ...latency }],
  ['store.share', 'Share of requests that touch the store', 'ratio', 'lower', 'sized'],
  ['store.commands', 'Store commands per request', 'count', 'lower', 'listed'],
  ['store.bytes.in', 'Bytes to the store per request', 'bytes', 'lower', 'listed'],
  ['store.bytes.out', 'Bytes from the store per request', 'bytes', 'lower', 'listed'],
  ['store.rtt', 'Round trip to the store', 'us', 'lower', 'listed'],
  ['bytes.up', 'Request size', 'bytes', 'lower', 'sized'],
  ['bytes.down', 'Response size', 'bytes', 'lower', 'sized'],
  ['service.p50', 'Service time, median', 'us', 'lower', 'listed'],
  ['service.p95', 'Service time, 95th percentile', 'us', 'lower', 'listed'],
  ['service.p99', 'Service time, 99th percentile', 'us', 'lower', 'listed'],
  ['wait.servers', 'Servers’ wait for a core per request', 'us', 'lower', 'listed'],
  ['rss.servers', 'Servers’ memory', 'bytes', 'lower', 'listed'],
  ['loop.servers', 'Event-loop delay of the slowest server', 'us', 'lower', 'listed'],
  ['told.cpu', 'CPU as servers and store tell it, over the kernel’s count', 'ratio', 'lower', 'listed'],
  ['cpu.balancer', 'Balancer CPU per request', 'us', 'lower', 'listed'],
  ['cpu.generator', 'Generator CPU per request', 'us', 'lower', 'listed'],
  ['errors', 'Failed requests', 'count', 'lower', 'listed'],
  ['dropped', 'Requests never sent', 'count', 'lower', 'listed'],
  ['late', 'Requests sent late', 'count', 'lower', 'listed'],
  ['lag.p50', 'Lag of the schedule, median', 'us', 'lower', 'listed'],
  ['lag.p99', 'Lag of the schedule, 99th percentile', 'us', 'lower', 'listed'],
  ['achieved.ratio', 'Achieved over offered rate', 'ratio', 'higher', 'listed'],
  ['inflight.littles-law', 'Requests under way over Little’s law', 'ratio', 'lower', 'listed'],
  ['rate.offered', 'Offered rate', '1/s', 'higher', 'listed'],
  ['slo.p99', 'Latency that was allowed, 99th percentile', 'us', 'lower', 'listed'],
  ['slo.rate.low', 'Highest rate that kept to it', '1/s', 'higher', 'listed'],
  ['slo.rate.high', 'Lowest rate that did not', '1/s', 'higher', 'listed'],
  ['warm-up.length', 'Warm-up', 'ms', 'lower', 'listed'],
  ['warm-up.steady', 'Warm-up ended at rest, share of rounds', 'ratio', 'higher', 'listed'],
  ['block.second-half', 'Cost in the second half over the first', 'ratio', 'lower', 'listed'],
  ['generator.cores', 'Generator, cores', 'ratio', 'lower', 'listed'],
  ['loop.generator', 'Event-loop delay of the generator', 'us', 'lower', 'listed'],
  ['machine.foreign', 'Other programs, cores', 'ratio', 'lower', 'listed'],
  ['machine.steal', 'Taken by other machines, cores', 'ratio', 'lower', 'listed'],
  ['machine.throttled', 'Kept back by a CPU quota, cores', 'ratio', 'lower', 'listed'],
  ['machine.waiting', 'Wait for a core, share of the time that one was wanted', 'ratio', 'lower', 'listed'],
  ['throughput.autocannon', 'Throughput as autocannon finds it', '1/s', 'higher', 'listed'],
  ['saturation.servers', 'Saturated: servers, cores', 'ratio', 'higher', 'listed'],
  ['saturation.store', 'Saturated: store, cores', 'ratio', 'lower', 'listed'],
  ['saturation.generator', 'Saturated: generator, cores', 'ratio', 'lower', 'listed'],
  [
    'saturation.waiting',
    'Saturated: wait for a core, share of the time that one was wanted',
    'ratio',
    'lower',
    'listed',
  ],
  ['saturation.steal', 'Saturated: taken by other machines, cores', 'ratio', 'lower', 'listed'],
  ['saturation.throttled', 'Saturated: kept back by a CPU quota, cores', 'ratio', 'lower', 'listed'],
  ['saturation.second-half', 'Saturated: cost in the second half over the first', 'ratio', 'lower', 'listed'],
  ['time.operation', 'Time', 'us', 'lower', 'listed'],
  ['cpu.operation', 'CPU', 'us', 'lower', 'listed'],
] as const satisfies readonly Row[];

const known = new Map<string, Metric>(
  rows.map(([name, title, unit, better, shown, compared]: Row) => [
    name,
    {
      title,
      unit,
      better,
      headline: shown === 'headline' || shown === 'sized',
      drawn: shown === 'headline' || shown === 'drawn',
      ...(compared && { compared }),
    },
  ]),
);

/** A name without a row, as of a run of a newer version, is shown as it is. */
export function metric(name: string): Omit<Metric, 'unit'> {
  return (
    known.get(name) ?? {
      title: name,
      better: /throughput|rate/.test(name) ? 'higher' : 'lower',
      headline: false,
      drawn: false,
    }
  );
}

/** A figure as samples have it. */
export function measured(name: MetricName, value: number): { metric: MetricName; unit: Unit; value: number } {
  return { metric: name, unit: unitOf(name), value };
}

/** @throws RangeError for a name without a row. */
export function unitOf(name: MetricName): Unit {
  const found = known.get(name);
  if (found === undefined) throw new RangeError(`the metric ${name} has no row`);
  return found.unit;
}

/** Every name that has a row. */
export function knownMetrics(): readonly string[] {
  return [...known.keys()];
}

/** Those that get a verdict, in the order in which runs keep these: what is better when lower, then the other. */
export const comparedMetrics: ReadonlyMap<string, ComparedMetric & Pick<Metric, 'better'>> = new Map(
  (['lower', 'higher'] as const).flatMap((direction) =>
    [...known].flatMap(([name, { better, compared }]) =>
      compared && better === direction ? [[name, { better, ...compared }] as const] : [],
    ),
  ),
);

/** In the order of their rows, then the others by name. */
export function inOrder(names: Iterable<string>): string[] {
  const order = knownMetrics();
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...new Set(names)].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}
