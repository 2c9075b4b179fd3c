import { Client } from 'undici';
import type { HttpRequest } from '../../scenarios/exchange.ts';
import type { RawAnswer } from './answer.ts';
import { unanswered } from './exchange.ts';

/** Requests under way on the one connection; each saves a round trip, and none waits long behind the others. */
const pipelining = 16;
const deadlineMs = 8_000;

/** Sends many requests over one pipelined connection. Answers come in the order of the requests; none rejects but by the signal. */
export async function volley(
  origin: string,
  messages: readonly HttpRequest[],
  signal: AbortSignal,
): Promise<RawAnswer[]> {
  const client = new Client(origin, { pipelining, headersTimeout: deadlineMs, bodyTimeout: deadlineMs });
  const answers: RawAnswer[] = [];
  let next = 0;
  const lane = async () => {
    for (let i = next++; i < messages.length; i = next++) {
      signal.throwIfAborted();
      answers[i] = await send(client, messages[i] as HttpRequest);
    }
    signal.throwIfAborted();
  };
  const cut = () => void client.destroy();
  signal.addEventListener('abort', cut, { once: true });
  try {
    await Promise.all(Array.from({ length: pipelining }, lane));
    return answers;
  } finally {
    signal.removeEventListener('abort', cut);
    await client.destroy();
  }
}

async function send(client: Client, { method, path, headers, body }: HttpRequest): Promise<RawAnswer> {
  const start = performance.now();
  try {
    const answer = await client.request({ method, path, headers, body: body ?? null });
    const text = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, text, ms: performance.now() - start };
  } catch (error) {
    return unanswered(error, start);
  }
}
