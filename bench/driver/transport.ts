import { Agent } from 'undici';
import type { HttpRequest, RawReply } from '../../scenarios/exchange.ts';
import type { RawAnswer } from './answer.ts';
import { exchange } from './exchange.ts';
import { race } from './race.ts';
import { rawExchange } from './raw-exchange.ts';
import { volley } from './volley.ts';

/** All the ways in which bytes reach a target. */
export interface Transport extends AsyncDisposable {
  /**
   * Never rejects: a lost connection or a missed deadline is an answer with status 0 and its `failure`. On a connection of
   * its own where it is to be fresh.
   */
  send(origin: string, message: HttpRequest, signal?: AbortSignal, how?: { readonly fresh?: true }): Promise<RawAnswer>;
  race(
    entries: readonly { readonly origin: string; readonly request: HttpRequest }[],
    signal?: AbortSignal,
  ): Promise<RawAnswer[]>;
  volley(origin: string, messages: readonly HttpRequest[], signal: AbortSignal): Promise<RawAnswer[]>;
  raw(origin: string, bytes: string, signal?: AbortSignal, deadlineMs?: number): Promise<RawReply>;
}

/** HTTP/1.1 with keep-alive, no cookie jar, no redirects, no retries: what is sent is what was asked for. */
export function openTransport(): Transport {
  const agent = new Agent({ keepAliveTimeout: 4_000, pipelining: 1 });
  // without keep-alive
  const unkept = new Agent({ pipelining: 0 });
  return {
    send: (origin, message, signal, { fresh } = {}) => exchange(fresh ? unkept : agent, origin, message, signal),
    race,
    volley,
    raw: rawExchange,
    async [Symbol.asyncDispose]() {
      await Promise.all([agent.destroy(), unkept.destroy()]);
    },
  };
}
