import type { ChildProcess } from 'node:child_process';
import { heard, isRunning } from '../machine/child.ts';
import { deadlineOf } from '../machine/deadline.ts';

/** What an instance is told over its channel, and what it answers to the second. */
export type Word = 'watch' | 'tell';
export interface Told {
  /** How late each tick of its event loop was. */
  readonly delaysUs: readonly number[];
}

/** The event loops of all instances. */
export interface Loops {
  watch(): void;
  /**
   * Of each of them, how late every tick was since, in µs; undefined where one does not say.
   * Rejects with the signal's reason.
   */
  tell(signal: AbortSignal): Promise<(readonly number[])[] | undefined>;
}

export function loopsOf(children: () => readonly ChildProcess[]): Loops {
  const ask = async (child: ChildProcess, signal: AbortSignal) => {
    using deadline = deadlineOf(signal, answerWithinMs);
    const answer = heard(child, deadline.signal);
    child.send('tell' satisfies Word);
    return ((await answer) as Told | undefined)?.delaysUs;
  };
  return {
    watch() {
      for (const child of children()) if (isRunning(child)) child.send('watch' satisfies Word);
    },
    async tell(signal) {
      const delays = await Promise.all(
        children().map((child) => (isRunning(child) ? ask(child, signal) : undefined)),
      ).catch(() => {
        signal.throwIfAborted();
        return [undefined];
      });
      const told = delays.flatMap((one) => (one ? [one] : []));
      return told.length === delays.length ? told : undefined;
    },
  };
}

const answerWithinMs = 1_000;
