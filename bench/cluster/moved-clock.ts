import type { ClockMoved, MoveClock } from './clocks.ts';
import { shiftDate } from './shifted-date.ts';

/**
 * Loaded before a server's own modules: whenever its parent says so, time has passed for its whole process. What waits
 * for a timer goes on waiting. It begins as far ahead as `CLOCK_AHEAD_MS` says, as its siblings may be already.
 */
let aheadMs = Number(process.env.CLOCK_AHEAD_MS ?? 0);
shiftDate(() => aheadMs);
const elapsed = performance.now.bind(performance);
performance.now = () => elapsed() + aheadMs;

process.on('message', ({ advanceMs }: MoveClock) => {
  aheadMs += advanceMs;
  process.send?.({ aheadMs } satisfies ClockMoved);
});
