import type { ChildProcess } from 'node:child_process';
import { heard, isRunning } from '../machine/child.ts';
import { deadlineOf } from '../machine/deadline.ts';

/** What an instance with a clock that can be moved is told over its channel, and what it answers. */
export interface MoveClock {
  readonly advanceMs: number;
}
export interface ClockMoved {
  /** How far its clock stands from the real one now. */
  readonly aheadMs: number;
}

/** The clocks of all instances, which go ahead together. */
export interface Clocks {
  /** How far they stand from the real one. */
  readonly aheadMs: number;
  /** Resolves when each of them has gone ahead. @throws when one does not say so in time */
  advance(ms: number, signal: AbortSignal): Promise<void>;
}

export function clocksOf(children: () => readonly ChildProcess[]): Clocks {
  let aheadMs = 0;
  const move = async (child: ChildProcess, advanceMs: number, signal: AbortSignal) => {
    using deadline = deadlineOf(signal, answerWithinMs, 'an instance did not move its clock in time');
    const answer = heard(child, deadline.signal);
    child.send({ advanceMs } satisfies MoveClock);
    const told = (await answer) as ClockMoved | undefined;
    if (told?.aheadMs !== aheadMs) throw new Error('the clocks of the instances stand apart');
  };
  return {
    get aheadMs() {
      return aheadMs;
    },
    async advance(ms, signal) {
      aheadMs += ms;
      await Promise.all(
        children()
          .filter(isRunning)
          .map((child) => move(child, ms, signal)),
      );
    },
  };
}

const answerWithinMs = 5_000;
