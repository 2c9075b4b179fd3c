import type { LoadScenario } from '../../scenarios/load.ts';
import type { Alarm } from '../line/alarm.ts';
import { createArrivals } from './arrivals.ts';
import { createDispatch } from './dispatch.ts';
import type { Block, Edge, OpenJob } from './job.ts';
import { pace } from './pacer.ts';
import { createTally, type Tally } from './tally.ts';

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
    const unmeasured = createTally(warmUpAt);
    const blockAt = warmUpAt + job.warmUpMs;
    let measured: Tally | undefined;

    await pace(
      alarm,
      (index) => {
        if (index < warmUp.count) return warmUpAt + warmUp.dueMs(index);
        const later = index - warmUp.count;
        return later < block.count ? blockAt + block.dueMs(later) : undefined;
      },
      (dueAt, lateMs) => {
        if (dueAt >= blockAt && !measured) {
          measured = createTally(blockAt);
          onBlock('start');
        }
        const tally = measured ?? unmeasured;
        tally.intended();
        tally.released(lateMs);
        dispatch.admit({ dueAt, tally });
      },
      signal,
    );
    await dispatch.drained(job.timeoutMs);
    onBlock('end');
    return (measured ?? createTally(blockAt)).result(job.durationMs);
  } finally {
    dispatch.close();
  }
}

/** Time to get from the schedule to the first arrival. */
const leadMs = 5;
