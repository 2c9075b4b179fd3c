import { type Dispatcher, request } from 'undici';
import type { HttpRequest } from '../../scenarios/exchange.ts';
import type { RawAnswer } from './answer.ts';

/** Longest that any single exchange may take, in ms. A scenario that waits for longer has lost its target. */
const deadlineMs = 8_000;

/** Never rejects: a lost connection or a missed deadline is an answer with status 0 and its `failure`. */
export async function exchange(
  dispatcher: Dispatcher,
  origin: string,
  message: HttpRequest,
  signal?: AbortSignal,
): Promise<RawAnswer> {
  const start = performance.now();
  // Its timer ends with the exchange: thousands of signals that would each fire later are work for nothing.
  const cut = new AbortController();
  const end = () => cut.abort();
  const late = setTimeout(() => cut.abort(new DOMException('no answer in time', 'TimeoutError')), deadlineMs);
  signal?.addEventListener('abort', end);
  try {
    signal?.throwIfAborted();
    const answer = await request(`${origin}${message.path}`, {
      dispatcher,
      method: message.method as Dispatcher.HttpMethod,
      headers: message.headers,
      body: message.body ?? null,
      signal: cut.signal,
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, text, ms: performance.now() - start };
  } catch (error) {
    signal?.throwIfAborted();
    return unanswered(error, start);
  } finally {
    clearTimeout(late);
    signal?.removeEventListener('abort', end);
  }
}

/** What stands for an answer where none came. */
export function unanswered(error: unknown, sinceMs: number): RawAnswer {
  const failure = error instanceof Error ? String(('code' in error && error.code) || error.name) : String(error);
  return { status: 0, headers: {}, text: '', ms: performance.now() - sinceMs, failure };
}
