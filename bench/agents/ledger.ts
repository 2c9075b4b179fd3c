import { createArrivals } from '../generator/arrivals.ts';
import type { LoadJob, ShardRecord } from '../generator/job.ts';
import { decodeSent } from '../generator/sent-set.ts';

/** What one agent says of its part. */
export interface Entry {
  readonly agent: string;
  readonly record: Pick<ShardRecord, 'sent' | 'dropped'>;
}

/**
 * What is wrong with a schedule that agents have shared, by agent: whatever any of them sent must be its own, all of it
 * together the whole schedule, and nothing of it twice. Pure.
 * @param entries in the order of their shards
 */
export function auditLedger(job: LoadJob, entries: readonly Entry[]): ReadonlyMap<string, readonly string[]> {
  const wrong = new Map(entries.map(({ agent }) => [agent, [] as string[]]));
  if (job.executor === 'closed') return wrong;
  const due = arrivalsOf(job);
  const sentBy = new Map<number, string>();
  for (const [index, { agent, record }] of entries.entries()) {
    const say = (text: string) => wrong.get(agent)?.push(text);
    const sent = decodeSent(record.sent);
    const others = sent.filter((arrival) => arrival % entries.length !== index);
    if (others.length > 0) say(`sent ${others.length} arrivals that were not its own, such as number ${others[0]}`);
    const twice = sent.filter((arrival) => sentBy.has(arrival));
    const [first] = twice;
    if (first !== undefined)
      say(`sent ${twice.length} arrivals that ${sentBy.get(first)} sent too, such as number ${first}`);
    const beyond = sent.filter((arrival) => arrival >= due);
    if (beyond.length > 0) say(`sent ${beyond.length} arrivals that are not in the schedule`);
    for (const arrival of sent) sentBy.set(arrival, agent);
    const own = Math.ceil((due - index) / entries.length);
    const missing = own - (sent.length - others.length);
    if (missing > record.dropped)
      say(`did not send ${missing - record.dropped} of its ${own} arrivals, and does not say why`);
  }
  return wrong;
}

/** Those before the block too. */
function arrivalsOf({ rate, warmUpMs, durationMs }: Extract<LoadJob, { executor: 'open' }>): number {
  const before = typeof rate === 'number' ? rate : rate.from;
  return createArrivals(before, warmUpMs).count + createArrivals(rate, durationMs).count;
}
