/**
 * Lets the wall clock of the whole process stand as far from the real one as this says at the time it is asked.
 * @returns gives the real one back
 */
export function shiftDate(shiftMs: () => number): () => void {
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...given: [] | [number]) {
      super(...(given.length === 0 ? ([RealDate.now() + shiftMs()] as [number]) : given));
    }

    static override now(): number {
      return RealDate.now() + shiftMs();
    }
  } as DateConstructor;
  return () => {
    globalThis.Date = RealDate;
  };
}
