import { setTimeout as delay } from 'node:timers/promises';
import type { Ceilings } from '../../../scenarios/ceilings.ts';
import type { Transport } from '../../driver/transport.ts';
import { BenchError } from '../../errors.ts';
import { semaphore } from '../../machine/semaphore.ts';

/** A transport that keeps within what a target is asked to bear, and counts what it was told. */
export interface GovernedTransport extends Transport {
  readonly sent: () => number;
  /** Books requests that others send. */
  reserve(count: number): void;
  /** Answers of 429 so far: whatever they were given to says nothing about the target. */
  readonly refusedForRate: () => number;
}

/** @throws BenchError AB-E602, from each of its ways, once a ceiling is reached */
export function governed(inner: Transport, { ratePerSecond, concurrency, requests }: Ceilings): GovernedTransport {
  let sent = 0;
  let refused = 0;
  let next = performance.now();
  const enter = semaphore(concurrency);

  function reserve(count: number): void {
    if (sent + count > requests)
      throw new BenchError('AB-E602', `the target was to get at most ${requests} requests in all, and has had ${sent}`);
    sent += count;
  }

  async function admit(count: number, signal?: AbortSignal): Promise<Disposable> {
    if (count > concurrency)
      throw new BenchError('AB-E602', `${count} requests at once were wanted, and ${concurrency} are allowed`);
    reserve(count);
    const permit = await enter(count);
    const turn = Math.max(performance.now(), next);
    next = turn + (count * 1_000) / ratePerSecond;
    const wait = turn - performance.now();
    if (wait > 1) await delay(wait, undefined, signal && { signal }).catch(() => {});
    return permit;
  }
  const count = (status: number) => {
    if (status === 429) refused += 1;
  };
  const seen = <A extends { readonly status: number }>(answer: A): A => {
    count(answer.status);
    return answer;
  };
  return {
    sent: () => sent,
    reserve,
    refusedForRate: () => refused,
    async send(origin, message, signal, how) {
      using _ = await admit(1, signal);
      return seen(await inner.send(origin, message, signal, how));
    },
    async race(entries, signal) {
      using _ = await admit(entries.length, signal);
      return (await inner.race(entries, signal)).map(seen);
    },
    // a pipeline knows no rate: one after the other does the same work
    async volley(origin, messages, signal) {
      const answers = [];
      for (const message of messages) {
        using _ = await admit(1, signal);
        answers.push(seen(await inner.send(origin, message, signal)));
      }
      return answers;
    },
    async raw(origin, bytes, signal, deadlineMs) {
      using _ = await admit(1, signal);
      const reply = await inner.raw(origin, bytes, signal, deadlineMs);
      for (const status of reply.statuses) count(status);
      return reply;
    },
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
}
