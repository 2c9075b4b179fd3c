import type { Results } from '../results/results.ts';
import { exact, figure } from '../text/wording.ts';

const prefix = 'memory.per-user-at-';

/** What the largest number of signed-in users took of the store's memory, as the end of a sentence; empty where none did. */
export function memoryOfMostUsers({ samples }: Pick<Results, 'samples'>, scheme: string): string {
  const sizes = samples
    .filter((one) => one.scheme === scheme && one.valid && one.metric.startsWith(prefix))
    .map(({ metric, value }) => ({ size: Number(metric.slice(prefix.length)), bytes: value }));
  const largest = sizes.sort((a, b) => a.size - b.size).at(-1);
  if (!largest) return '';
  return `; ${exact(largest.size)} of them take ${figure((largest.size * largest.bytes) / 2 ** 20)} MiB of its memory, ${figure(largest.bytes)} bytes each`;
}
