/** Notices that this process did nothing for a while: it was frozen, its machine slept, or its event loop was held up. */
export interface Standstill extends Disposable {
  /** Aborted, with how long it was, as soon as it is noticed. */
  readonly signal: AbortSignal;
  /** For whoever is about to do what was due before. @returns whether it has stood still by now */
  look(): boolean;
}

const looksInIt = 10;

/** @param mostMs so long it may do nothing */
export function watchStandstill(mostMs: number): Standstill {
  const stood = new AbortController();
  let seenAt = performance.now();
  const look = () => {
    const now = performance.now();
    if (now - seenAt > mostMs) stood.abort(new Error(`the generator stood still for ${Math.round(now - seenAt)} ms`));
    seenAt = now;
    return stood.signal.aborted;
  };
  const timer = setInterval(look, mostMs / looksInIt).unref();
  return { signal: stood.signal, look, [Symbol.dispose]: () => clearInterval(timer) };
}
