/** What a dotted metric name of the contract means to a reader. */
export interface Metric {
  readonly title: string;
  readonly betterWhen: 'lower' | 'higher';
  /** Shown in the matrix. */
  readonly headline: boolean;
  /** Shown round by round. */
  readonly drawn: boolean;
}

/** An unknown name is shown as it is: a new metric needs no change here to be seen. */
export function metric(name: string): Metric {
  return (
    known.get(name) ?? {
      title: name,
      betterWhen: /throughput|rate/.test(name) ? 'higher' : 'lower',
      headline: false,
      drawn: false,
    }
  );
}

/** Every name that has a title of its own. */
export function knownMetrics(): readonly string[] {
  return [...known.keys()];
}

/** Sorted as a reader expects: throughput, then cost, then latency, then bytes, then the rest by name. */
export function inOrder(names: Iterable<string>): string[] {
  const order = [...known.keys()];
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...new Set(names)].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

const known: ReadonlyMap<string, Metric> = new Map(
  (
    [
      ['throughput', 'Throughput at saturation', 'higher', 'headline'],
      ['cpu.total', 'CPU per request', 'lower', 'headline'],
      ['cpu.servers', 'Server CPU per request', 'lower', 'headline'],
      ['cpu.store', 'Store CPU per request', 'lower', 'headline'],
      ['latency.p50', 'Latency, median', 'lower', 'headline'],
      ['latency.p95', 'Latency, 95th percentile', 'lower', 'drawn'],
      ['latency.p99', 'Latency, 99th percentile', 'lower', 'headline'],
      ['store.share', 'Share of requests that touch the store', 'lower', 'sized'],
      ['store.commands', 'Store commands per request', 'lower', 'listed'],
      ['store.bytes.in', 'Bytes to the store per request', 'lower', 'listed'],
      ['store.bytes.out', 'Bytes from the store per request', 'lower', 'listed'],
      ['bytes.up', 'Request size', 'lower', 'sized'],
      ['bytes.down', 'Response size', 'lower', 'sized'],
      ['service.p50', 'Service time, median', 'lower', 'listed'],
      ['service.p95', 'Service time, 95th percentile', 'lower', 'listed'],
      ['service.p99', 'Service time, 99th percentile', 'lower', 'listed'],
      ['wait.servers', 'Servers’ wait for a core per request', 'lower', 'listed'],
      ['rss.servers', 'Servers’ memory', 'lower', 'listed'],
      ['loop.servers', 'Event-loop delay of the slowest server', 'lower', 'listed'],
      ['told.cpu', 'CPU as servers and store tell it, over the kernel’s count', 'lower', 'listed'],
      ['cpu.balancer', 'Balancer CPU per request', 'lower', 'listed'],
      ['cpu.generator', 'Generator CPU per request', 'lower', 'listed'],
      ['errors', 'Failed requests', 'lower', 'listed'],
      ['dropped', 'Requests never sent', 'lower', 'listed'],
      ['late', 'Requests sent late', 'lower', 'listed'],
      ['lag.p50', 'Lag of the schedule, median', 'lower', 'listed'],
      ['lag.p99', 'Lag of the schedule, 99th percentile', 'lower', 'listed'],
      ['achieved.ratio', 'Achieved over offered rate', 'higher', 'listed'],
      ['inflight.littles-law', 'Requests under way over Little’s law', 'lower', 'listed'],
      ['rate.offered', 'Offered rate', 'higher', 'listed'],
      ['warm-up.length', 'Warm-up', 'lower', 'listed'],
      ['warm-up.steady', 'Warm-up ended at rest, share of rounds', 'higher', 'listed'],
      ['block.second-half', 'Cost in the second half over the first', 'lower', 'listed'],
      ['generator.cores', 'Generator, cores', 'lower', 'listed'],
      ['loop.generator', 'Event-loop delay of the generator', 'lower', 'listed'],
      ['machine.foreign', 'Other programs, cores', 'lower', 'listed'],
      ['machine.steal', 'Taken by other machines, cores', 'lower', 'listed'],
      ['machine.waiting', 'Wait for a core, share of the time that one was wanted', 'lower', 'listed'],
      ['throughput.autocannon', 'Throughput as autocannon finds it', 'higher', 'listed'],
      ['saturation.servers', 'Saturated: servers, cores', 'higher', 'listed'],
      ['saturation.store', 'Saturated: store, cores', 'lower', 'listed'],
      ['saturation.generator', 'Saturated: generator, cores', 'lower', 'listed'],
      ['saturation.waiting', 'Saturated: wait for a core, share of the time that one was wanted', 'lower', 'listed'],
      ['saturation.steal', 'Saturated: taken by other machines, cores', 'lower', 'listed'],
      ['saturation.second-half', 'Saturated: cost in the second half over the first', 'lower', 'listed'],
      ['time.operation', 'Time', 'lower', 'listed'],
      ['cpu.operation', 'CPU', 'lower', 'listed'],
    ] as const
  ).map(([name, title, betterWhen, shown]) => [
    name,
    {
      title,
      betterWhen,
      headline: shown === 'headline' || shown === 'sized',
      drawn: shown === 'headline' || shown === 'drawn',
    },
  ]),
);
