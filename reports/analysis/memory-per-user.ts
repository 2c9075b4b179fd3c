import type { Results } from '../results/results.ts';
import { exact, figure } from '../text/wording.ts';

const prefix = 'memory.per-user-at-';

/** What each of the largest number of signed-in users took of the store's memory. */
export interface MemoryOfUsers {
  readonly users: number;
  readonly bytesEach: number;
  readonly metric: string;
}

export function mostUsers({ samples }: Pick<Results, 'samples'>, scheme: string): MemoryOfUsers | undefined {
  return samples
    .filter((one) => one.scheme === scheme && one.valid && one.metric.startsWith(prefix))
    .map(({ metric, value }) => ({ users: Number(metric.slice(prefix.length)), bytesEach: value, metric }))
    .sort((a, b) => a.users - b.users)
    .at(-1);
}

/** The same as the end of a sentence; empty where none did. */
export function memoryOfMostUsers(results: Pick<Results, 'samples'>, scheme: string): string {
  const largest = mostUsers(results, scheme);
  if (!largest) return '';
  const { users, bytesEach } = largest;
  return `; ${exact(users)} of them take ${figure((users * bytesEach) / 2 ** 20)} MiB of its memory, ${figure(bytesEach)} bytes each`;
}
