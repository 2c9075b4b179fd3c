import type { LoadScenario } from '../../scenarios/kinds/load.ts';
import { performanceMsOf } from '../machine/host-clock.ts';
import type { Alarm } from '../machine/link/alarm.ts';
import { createArrivals } from './arrivals.ts';
import { createDispatch } from './dispatch.ts';
import type { Block, Edge, OpenJob } from './job.ts';
import { createOccupancy } from './occupancy.ts';
import { pace } from './pacer.ts';
import { createSentSet } from './sent-set.ts';
import { watchStandstill } from './standstill.ts';
import { createTally } from './tally.ts';

/**
 * Open loop: arrivals come when they are due. One that finds no idle connection waits, and is timed from when it was
 * due, so that a stalled target shows its whole stall (Schroeder et al., NSDI 2006).
 * @param onBlock called when the measured block starts, and when its last arrival is accounted for.
 * @throws for a shard whose generator stood still: what it owes would come all at once, when nobody counts it any more
 */
export async function runOpen(
  job: OpenJob,
  scenario: LoadScenario,
  alarm: Alarm,
  onBlock: (edge: Edge) => void,
  signal: AbortSignal,
): Promise<Block> {
  const { shard } = job;
  const { index: first, of: step } = shard ?? { index: 0, of: 1 };
  const warmUp = createArrivals(typeof job.rate === 'number' ? job.rate : job.rate.from, job.warmUpMs);
  const block = createArrivals(job.rate, job.durationMs);
  const sent = createSentSet(warmUp.count + block.count);
  using standstill = shard && watchStandstill(mostLateMs);
  const dispatch = createDispatch(job, scenario, (index) => void sent.add(index), standstill?.look);
  try {
    await dispatch.opened;
    signal.throwIfAborted();
    const ports = dispatch.localPorts();
    const warmUpAt = shard ? performanceMsOf(shard.startAtMs) : performance.now() + leadMs;
    const countedFrom = (startAt: number) => ({ tally: createTally(startAt), occupancy: createOccupancy() });
    const unmeasured = countedFrom(warmUpAt);
    const blockAt = warmUpAt + job.warmUpMs;
    const dueMs = (index: number): number | undefined => {
      if (index < warmUp.count) return warmUp.dueMs(index);
      const later = index - warmUp.count;
      return later < block.count ? job.warmUpMs + block.dueMs(later) : undefined;
    };
    let measured: typeof unmeasured | undefined;

    await pace(
      alarm,
      (turn) => {
        const due = dueMs(first + turn * step);
        return due === undefined ? undefined : warmUpAt + due;
      },
      (dueAt, lateMs, turn) => {
        if (standstill && lateMs > mostLateMs) return standstill.stood(lateMs);
        if (dueAt >= blockAt && !measured) {
          measured = countedFrom(blockAt);
          onBlock('start');
        }
        const { tally, occupancy } = measured ?? unmeasured;
        tally.intended();
        tally.released(lateMs);
        dispatch.admit({ dueAt, index: first + turn * step, tally, occupancy });
      },
      standstill ? AbortSignal.any([signal, standstill.signal]) : signal,
    );
    await dispatch.drained(job.timeoutMs);
    standstill?.signal.throwIfAborted();
    onBlock('end');
    const { tally, occupancy } = measured ?? countedFrom(blockAt);
    const result = tally.result(job.durationMs);
    const before = unmeasured.tally.result(0).counts;
    const answered = result.counts.completed + before.completed;
    const inFlightMean = occupancy.areaMs() / result.elapsedMs;
    const firstDueMs = dueMs(first) ?? job.warmUpMs;
    const dropped = result.counts.dropped + before.dropped;
    const record = { sent: sent.encode(), dropped, ports, firstDueMs };
    return { ...result, answered, inFlightMean, ...(shard && { shard: record }) };
  } finally {
    dispatch.close();
  }
}

/** Time to get from the schedule to the first arrival. */
const leadMs = 5;
/** Those who share a schedule with others are waited for by these; alone, a late release is only told. */
const mostLateMs = 1_000;
