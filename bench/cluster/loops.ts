import type { ChildProcess } from 'node:child_process';
import { deadlineOf } from '../machine/deadline.ts';
import { heard, isRunning } from './child.ts';

/** What an instance is told over its channel, and what it answers to the second. */
export type Word = 'watch' | 'tell';
export interface Told {
  readonly loopDelayUs: number;
}

/** The event loops of all instances. */
export interface Loops {
  watch(): void;
  /**
   * How long the slowest of them kept a timer waiting since, in µs, 99th percentile; undefined where one does not say.
   * Rejects with the signal's reason.
   */
  tell(signal: AbortSignal): Promise<number | undefined>;
}

export function loopsOf(children: () => readonly ChildProcess[]): Loops {
  const ask = async (child: ChildProcess, signal: AbortSignal): Promise<number> => {
    using deadline = deadlineOf(signal, answerWithinMs);
    const answer = heard(child, deadline.signal);
    child.send('tell' satisfies Word);
    return ((await answer) as Told | undefined)?.loopDelayUs ?? Number.NaN;
  };
  return {
    watch() {
      for (const child of children()) if (isRunning(child)) child.send('watch' satisfies Word);
    },
    async tell(signal) {
      const delays = await Promise.all(
        children().map((child) => (isRunning(child) ? ask(child, signal) : Number.NaN)),
      ).catch(() => {
        signal.throwIfAborted();
        return [Number.NaN];
      });
      const most = Math.max(...delays);
      return Number.isNaN(most) ? undefined : most;
    },
  };
}

const answerWithinMs = 1_000;
