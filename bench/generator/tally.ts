import { upperMedian } from '../../reports/statistics/median.ts';
import type { StepName } from '../../servers/scheme.ts';
import { createHistogram, encodeHistogram, recordMs } from './histogram.ts';
import type { Block, RequestTimes } from './job.ts';

/** Counts one block of load. Its memory does not grow with the number of requests. All times are `performance.now()`. */
export interface BlockTally {
  intended(): void;
  /** The generator's own delay in releasing an arrival. */
  released(lateMs: number): void;
  dropped(): void;
  sent(bytes: number, late: boolean): void;
  completed(step: StepName, dueAt: number, sentAt: number, at: number, bytes: number): void;
  failed(reason: string, at: number, bytes: number): void;
  /** The block ended while it was under way: as if it had never been sent. */
  withdrawn(at: number): void;
  result(durationMs: number): Tallied;
}

/** What connections were busy with is kept elsewhere, so that each can be held against the other. */
type Tallied = Omit<Block, 'inFlightMean' | 'answered'>;

export function createTally(startAt: number): BlockTally {
  const counts = { intended: 0, sent: 0, completed: 0, failed: 0, late: 0, dropped: 0 };
  const steps = new Map<StepName, number>();
  const failures = new Map<string, number>();
  const latency = createHistogram();
  const service = createHistogram();
  const lag = createHistogram();
  let bytesUp = 0;
  let bytesDown = 0;
  let firstDueAt = Number.POSITIVE_INFINITY;
  let lastDueAt = 0;
  const first: Answered[] = [];
  const last: Answered[] = [];
  let lastAt = startAt;

  return {
    intended: () => void counts.intended++,
    released: (lateMs) => recordMs(lag, lateMs),
    dropped: () => void counts.dropped++,
    sent(bytes, late) {
      counts.sent++;
      if (late) counts.late++;
      bytesUp += bytes;
    },
    completed(step, dueAt, sentAt, at, bytes) {
      steps.set(step, (steps.get(step) ?? 0) + 1);
      const answered = { dueAt, lateMs: at - dueAt };
      if (counts.completed < mostAtEnds) first.push(answered);
      last[counts.completed++ % mostAtEnds] = answered;
      firstDueAt = Math.min(firstDueAt, dueAt);
      lastDueAt = Math.max(lastDueAt, dueAt);
      lastAt = at;
      bytesDown += bytes;
      recordMs(latency, at - dueAt);
      recordMs(service, at - sentAt);
    },
    failed(reason, at, bytes) {
      counts.failed++;
      bytesDown += bytes;
      lastAt = at;
      const known = failures.has(reason) || failures.size < mostReasons ? reason : 'other';
      failures.set(known, (failures.get(known) ?? 0) + 1);
    },
    withdrawn(at) {
      counts.sent--;
      lastAt = at;
    },
    result(durationMs) {
      return {
        counts,
        steps: Object.fromEntries(steps),
        failures: Object.fromEntries(failures),
        elapsedMs: Math.max(durationMs, lastAt - startAt),
        span: spanOf(),
        latency: encodeHistogram(latency),
        service: encodeHistogram(service),
        lag: encodeHistogram(lag),
        bytesUp,
        bytesDown,
      };
    },
  };

  /** Of a quarter of the answers at either end, or as many as are kept, which lie around one time each. */
  function spanOf(): RequestTimes {
    const { completed } = counts;
    if (completed < 2) return noSpan;
    const count = Math.max(1, Math.min(mostAtEnds, Math.floor(completed / 4)));
    const kept = completed % mostAtEnds;
    const inOrder = completed > mostAtEnds ? [...last.slice(kept), ...last.slice(0, kept)] : last;
    const [began, ended] = [middleOf(first.slice(0, count)), middleOf(inOrder.slice(-count))];
    const dueMs = lastDueAt - firstDueAt;
    const apartMs = ended.dueAt - began.dueAt;
    return { dueMs, doneMs: apartMs > 0 ? dueMs * (1 + (ended.lateMs - began.lateMs) / apartMs) : dueMs };
  }
}

interface Answered {
  readonly dueAt: number;
  readonly lateMs: number;
}

/** A single answer that is late moves none of it. */
function middleOf(some: readonly Answered[]): Answered {
  return {
    dueAt: upperMedian(some.map(({ dueAt }) => dueAt)),
    lateMs: upperMedian(some.map(({ lateMs }) => lateMs)),
  };
}

const noSpan = { dueMs: 0, doneMs: 0 } as const;
/** Memory does not grow with the number of requests. */
const mostAtEnds = 64;
const mostReasons = 20;
