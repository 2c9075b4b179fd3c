/**
 * Loaded before a server's own modules, so that the wall clock of its whole process stands `CLOCK_SKEW_MS` away: what a
 * machine without NTP has. Timers and the monotonic clock go on as they are.
 */
const skewMs = Number(process.env.CLOCK_SKEW_MS);
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...given: [] | [number]) {
    super(...(given.length === 0 ? ([RealDate.now() + skewMs] as [number]) : given));
  }

  static override now(): number {
    return RealDate.now() + skewMs;
  }
} as DateConstructor;
