export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Aborted with the given signal, or after so many ms. Its own timer holds it until it is disposed: of an
 * `AbortSignal.timeout` that only an `AbortSignal.any` refers to, the collector of Node 20 may leave nothing.
 */
export function deadlineOf(signal: AbortSignal, ms: number): Deadline {
  const over = new AbortController();
  const cut = () => over.abort(signal.reason);
  const timer = setTimeout(() => over.abort(new Error(`no answer within ${ms} ms`)), ms);
  signal.addEventListener('abort', cut, { once: true });
  if (signal.aborted) cut();
  return {
    signal: over.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      signal.removeEventListener('abort', cut);
    },
  };
}
