/** What a dotted metric name of the contract means to a reader. */
export interface Metric {
  readonly title: string;
  readonly betterWhen: 'lower' | 'higher';
  /** Shown in the matrix. */
  readonly headline: boolean;
}

/** An unknown name is shown as it is: a new metric needs no change here to be seen. */
export function metric(name: string): Metric {
  return (
    known.get(name) ?? { title: name, betterWhen: /throughput|rate/.test(name) ? 'higher' : 'lower', headline: false }
  );
}

/** Sorted as a reader expects: cost, then latency, then bytes, then the rest by name. */
export function inOrder(names: Iterable<string>): string[] {
  const order = [...known.keys()];
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...new Set(names)].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

const known: ReadonlyMap<string, Metric> = new Map([
  ['cpu.servers', { title: 'Server CPU per request', betterWhen: 'lower', headline: true }],
  ['cpu.store', { title: 'Store CPU per request', betterWhen: 'lower', headline: true }],
  ['latency.p50', { title: 'Latency, median', betterWhen: 'lower', headline: false }],
  ['latency.p95', { title: 'Latency, 95th percentile', betterWhen: 'lower', headline: false }],
  ['latency.p99', { title: 'Latency, 99th percentile', betterWhen: 'lower', headline: true }],
  ['bytes.request', { title: 'Request size', betterWhen: 'lower', headline: true }],
  ['bytes.response', { title: 'Response size', betterWhen: 'lower', headline: false }],
  ['throughput', { title: 'Throughput at saturation', betterWhen: 'higher', headline: true }],
]);
