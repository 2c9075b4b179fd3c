import { decodeHistogram } from '../generator/histogram.ts';
import type { OpenJob } from '../generator/job.ts';
import { type Agreement, agreementOf, isDecided } from './agreement.ts';
import type { Member } from './member.ts';
import { shardJob } from './shard-job.ts';
import { type SpreadBlock, type SpreadParts, spreadBlock } from './spread-block.ts';

/**
 * Agents one after the other, there and back, each with its own users and its part of the rate: do they find the same on
 * the same server? Rejects as `spreadBlock` does.
 * @param next numbers blocks
 */
export async function tryAlone(
  { job, target, members }: Omit<SpreadBlock, 'number' | 'job'> & { readonly job: OpenJob },
  next: () => number,
  parts: SpreadParts,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Agreement>> {
  const of = members.length;
  const alone = members.map((member, index) => {
    const { shard: _, ...own } = shardJob(job, { index, of, startAtMs: 0 });
    return { member, job: { ...own, rate: meanOf(job.rate) / of } };
  });
  const found: ReadonlyMap<string, number>[] = [];
  const enough = () => found.length >= fewestSweeps && isDecided(agreementOf(found));
  for (let turn = 0; !enough() && turn < mostTurns; turn += 1) {
    const times = new Map<string, number>();
    for (const { member, job: own } of turn % 2 === 0 ? alone : alone.toReversed()) {
      const said = await spreadBlock({ number: next(), job: own, target, members: [member] }, parts, signal, () => {});
      const [one] = 'answers' in said ? said.answers : [];
      if (one && one.answer.result.counts.completed > 0) times.set(nameOf(member), medianUs(one.answer.result.service));
    }
    if (times.size === of) found.push(times);
  }
  return agreementOf(found);
}

const fewestSweeps = 6;
/** Where others use the machine, more of them would take longer than what they are for. */
const mostTurns = 12;

function nameOf({ card }: Member): string {
  return card.name;
}

function medianUs(service: string): number {
  return decodeHistogram(service).getValueAtPercentile(50);
}

function meanOf(rate: OpenJob['rate']): number {
  return typeof rate === 'number' ? rate : (rate.from + rate.to) / 2;
}
