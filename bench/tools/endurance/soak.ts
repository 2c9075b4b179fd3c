import { upperMedian } from '../../../reports/statistics/median.ts';
import type { Sent } from '../../../scenarios/kit/clients/phases.ts';

export interface InjectedFault {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

export interface Memory {
  readonly pid: number;
  readonly at: number;
  readonly rssBytes: number;
}

/** What a fault may still spoil after its end. */
const recoversWithinMs = 5_000;
/** Memory is flat when its median in the last third is within this of the second third: in the first, caches fill. */
const [mayGrowBy, mayGrowBytes] = [0.1, 8 * 2 ** 20];

/** Pure: whether nothing bad was accepted, everything that was refused or failed belongs to a fault, and memory is flat. */
export function judgeSoak(
  sent: readonly Sent[],
  probes: { readonly answered: number; readonly accepted: number },
  injected: readonly InjectedFault[],
  memory: readonly Memory[],
): { passed: boolean; lines: string[] } {
  const spoiled = sent.filter(({ outcome }) => outcome === 'refused' || outcome === 'failed');
  const unexplained = spoiled.filter(
    ({ sentAt, endedAt }) => !injected.some(({ from, to }) => endedAt >= from && sentAt <= to + recoversWithinMs),
  );
  const growth = [...new Set(memory.map(({ pid }) => pid))].map((pid) => growthOf(memory.filter((m) => m.pid === pid)));
  const grown = growth.filter(({ from, to }) => to - from > Math.max(mayGrowBytes, from * mayGrowBy));
  return {
    passed:
      probes.answered > 0 &&
      probes.accepted === 0 &&
      unexplained.length === 0 &&
      growth.length > 0 &&
      grown.length === 0,
    lines: [
      `${sent.length} requests, ${injected.length} faults: ${spoiled.length} refused or failed, ${unexplained.length} of them without a fault`,
      ...[...new Set(unexplained.map(({ step, outcome, answer }) => `unexplained: ${step} ${outcome}, ${answer}`))],
      `${probes.accepted} of ${probes.answered} probes wrongly accepted`,
      `memory of each server, median of the second and of the last third: ${growth.map(({ from, to }) => `${mib(from)} → ${mib(to)}`).join(', ')} MiB`,
    ],
  };
}

function growthOf(memory: readonly Memory[]): { from: number; to: number } {
  const third = Math.floor(memory.length / 3);
  const median = (part: readonly Memory[]) =>
    part.length === 0 ? 0 : upperMedian(part.map(({ rssBytes }) => rssBytes));
  return { from: median(memory.slice(third, 2 * third)), to: median(memory.slice(2 * third)) };
}

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
