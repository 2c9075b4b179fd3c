/** Notices that this process did nothing for a while: it was frozen, its machine slept, or its event loop was held up. */
export interface Standstill extends Disposable {
  /** Aborted, with how long it was, as soon as it is noticed. */
  readonly signal: AbortSignal;
  /** For whoever is about to do what was due before. @returns whether it has stood still by now */
  look(): boolean;
  /** It is known by another sign. */
  stood(ms: number): void;
}

const looksInIt = 10;

/** @param mostMs so long it may do nothing */
export function watchStandstill(mostMs: number): Standstill {
  const over = new AbortController();
  const stood = (ms: number) => over.abort(new Error(`the generator stood still for ${Math.round(ms)} ms`));
  let seenAt = performance.now();
  const look = () => {
    const now = performance.now();
    if (now - seenAt > mostMs) stood(now - seenAt);
    seenAt = now;
    return over.signal.aborted;
  };
  const timer = setInterval(look, mostMs / looksInIt).unref();
  return { signal: over.signal, look, stood, [Symbol.dispose]: () => clearInterval(timer) };
}
