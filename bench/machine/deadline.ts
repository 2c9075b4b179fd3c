import { setMaxListeners } from 'node:events';

export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Aborted with the given signal, or after so many ms. Its own timer holds it until it is disposed: of an
 * `AbortSignal.timeout` that only an `AbortSignal.any` refers to, the collector of Node 20 may leave nothing.
 * @param because what its error says where the time is up
 */
export function deadlineOf(
  signal: AbortSignal | undefined,
  ms: number,
  because = `no answer within ${ms} ms`,
): Deadline {
  const over = new AbortController();
  // every request under way may listen to it
  setMaxListeners(0, over.signal);
  const cut = () => over.abort(signal?.reason);
  const timer = setTimeout(() => over.abort(new Error(because)), ms);
  signal?.addEventListener('abort', cut, { once: true });
  if (signal?.aborted) cut();
  return {
    signal: over.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cut);
    },
  };
}

/** It is told to end, and given so long to do so by itself. */
const graceMs = 5_000;

/** What some work comes to; or the reason of the signal, at the latest a moment after it, also where the work is deaf to it. */
export async function heeding<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  // whatever a deaf one comes to in the end is nobody's any more
  work.catch(() => {});
  const left = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const deaf = new Promise<never>((_, reject) => {
    const told = () => {
      timer = setTimeout(() => reject(signal.reason), graceMs);
    };
    if (signal.aborted) told();
    else signal.addEventListener('abort', told, { once: true, signal: left.signal });
  });
  try {
    return await Promise.race([work, deaf]);
  } finally {
    left.abort();
    clearTimeout(timer);
  }
}

/** What some work comes to, or the reason of the signal as soon as it is aborted: the work may be deaf to it. */
export async function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  work.catch(() => {});
  const left = new AbortController();
  const cut = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: left.signal });
  });
  try {
    return await Promise.race([work, cut]);
  } finally {
    left.abort();
  }
}
