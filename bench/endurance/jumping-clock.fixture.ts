/**
 * Loaded before a bench's own modules: a moment after it first looked at its wall clock, which is when a run notes its
 * beginning, that clock is set an hour ahead. Timers and the monotonic clock go on as they are.
 */
const afterMs = 500;
const byMs = 3_600_000;
const RealDate = Date;
let lookedAt: number | undefined;

function now(): number {
  return RealDate.now() + (lookedAt !== undefined && performance.now() - lookedAt > afterMs ? byMs : 0);
}

function look(): number {
  lookedAt ??= performance.now();
  return now();
}

globalThis.Date = class extends RealDate {
  constructor(...given: [] | [number]) {
    super(...(given.length === 0 ? ([look()] as [number]) : given));
  }

  static override now(): number {
    return now();
  }
} as DateConstructor;
