import { type ExitReason, stoppedBy } from './exit-codes.ts';
import { openStop, type RunStop } from './stop.ts';
import { StrayFailure } from './stray-failure.ts';

/**
 * Works until it is done or stopped: the first signal lets what is under way end, the second cuts it.
 * @param told hears of the first
 * @returns what the work says, or why it was cut before it could say anything
 */
export async function withStop(
  work: (stop: RunStop) => Promise<ExitReason>,
  told: (signal: NodeJS.Signals) => void = () => {},
): Promise<ExitReason> {
  using stop = openStop();
  const onSignal = (signal: NodeJS.Signals) => {
    if (stop.soft.aborted) return stop.cut(new Error(`cut by ${signal}`));
    told(signal);
    stop.end(signal);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await work(stop);
  } catch (error) {
    if (stop.soft.reason instanceof StrayFailure) throw stop.soft.reason;
    if (!stop.hard.aborted) throw error;
    return stoppedBy(stop.soft);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
