import { shiftDate } from './shifted-date.ts';

/**
 * Loaded before a server's own modules, so that the wall clock of its whole process stands `CLOCK_SKEW_MS` away: what a
 * machine without NTP has. Timers and the monotonic clock go on as they are.
 */
const skewMs = Number(process.env.CLOCK_SKEW_MS);
shiftDate(() => skewMs);
