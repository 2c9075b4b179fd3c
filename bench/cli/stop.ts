import { setMaxListeners } from 'node:events';
import type { Stop } from '../cells/run-cell.ts';
import { type ExitReason, stoppedBy } from '../run/exit-codes.ts';

/**
 * Works until it is done or signals end it: the first lets what is under way end, the second cuts it.
 * @param told hears of the first
 * @returns what the work says, or the signal where it was cut before it could say anything
 */
export async function withStop(
  work: (stop: Stop) => Promise<ExitReason>,
  told: (signal: NodeJS.Signals) => void = () => {},
): Promise<ExitReason> {
  const [soft, hard] = [new AbortController(), new AbortController()];
  // every request under way listens to it
  setMaxListeners(0, hard.signal);
  const onSignal = (signal: NodeJS.Signals) => {
    if (!soft.signal.aborted) {
      told(signal);
      soft.abort(signal);
    } else if (!hard.signal.aborted) {
      // what is cut fails wherever it is, also where nobody waits for it any more, and for as long as this process lasts
      process.on('unhandledRejection', () => {});
      hard.abort(new Error(`cut by ${signal}`));
    }
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await work({ soft: soft.signal, hard: hard.signal });
  } catch (error) {
    if (!hard.signal.aborted) throw error;
    return stoppedBy(soft.signal);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
