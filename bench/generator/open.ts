import type { LoadScenario } from '../../scenarios/kinds/load.ts';
import type { Alarm } from '../machine/link/alarm.ts';
import { createArrivals } from './arrivals.ts';
import { createDispatch } from './dispatch.ts';
import type { Block, Edge, OpenJob } from './job.ts';
import { createOccupancy } from './occupancy.ts';
import { pace } from './pacer.ts';
import { createTally } from './tally.ts';

/**
 * Open loop: arrivals come when they are due. One that finds no idle connection waits, and is timed from when it was
 * due, so that a stalled target shows its whole stall (Schroeder et al., NSDI 2006).
 * @param onBlock called when the measured block starts, and when its last arrival is accounted for.
 */
export async function runOpen(
  job: OpenJob,
  scenario: LoadScenario,
  alarm: Alarm,
  onBlock: (edge: Edge) => void,
  signal: AbortSignal,
): Promise<Block> {
  const dispatch = createDispatch(job, scenario);
  try {
    await dispatch.opened;
    signal.throwIfAborted();

    const warmUp = createArrivals(typeof job.rate === 'number' ? job.rate : job.rate.from, job.warmUpMs);
    const block = createArrivals(job.rate, job.durationMs);
    const warmUpAt = performance.now() + leadMs;
    const countedFrom = (startAt: number) => ({ tally: createTally(startAt), occupancy: createOccupancy() });
    const unmeasured = countedFrom(warmUpAt);
    const blockAt = warmUpAt + job.warmUpMs;
    let measured: typeof unmeasured | undefined;

    await pace(
      alarm,
      (index) => {
        if (index < warmUp.count) return warmUpAt + warmUp.dueMs(index);
        const later = index - warmUp.count;
        return later < block.count ? blockAt + block.dueMs(later) : undefined;
      },
      (dueAt, lateMs) => {
        if (dueAt >= blockAt && !measured) {
          measured = countedFrom(blockAt);
          onBlock('start');
        }
        const { tally, occupancy } = measured ?? unmeasured;
        tally.intended();
        tally.released(lateMs);
        dispatch.admit({ dueAt, tally, occupancy });
      },
      signal,
    );
    await dispatch.drained(job.timeoutMs);
    onBlock('end');
    const { tally, occupancy } = measured ?? countedFrom(blockAt);
    const result = tally.result(job.durationMs);
    const answered = result.counts.completed + unmeasured.tally.result(0).counts.completed;
    return { ...result, answered, inFlightMean: occupancy.areaMs() / result.elapsedMs };
  } finally {
    dispatch.close();
  }
}

/** Time to get from the schedule to the first arrival. */
const leadMs = 5;
