/**
 * Loaded before a bench's own modules: from the moment when a run notes its beginning, its wall clock is set an hour ahead
 * every second. Timers and the monotonic clock go on as they are.
 */
const everyMs = 1_000;
const byMs = 3_600_000;
const RealDate = Date;
let lookedAt: number | undefined;

function now(): number {
  const jumps = lookedAt === undefined ? 0 : Math.floor((performance.now() - lookedAt) / everyMs);
  return RealDate.now() + jumps * byMs;
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
