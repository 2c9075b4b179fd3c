import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'undici';
import type { HttpRequest } from '../../scenarios/exchange.ts';
import type { RawAnswer } from './answer.ts';
import { exchange, unanswered } from './exchange.ts';
import { openSocket } from './open-socket.ts';

/** Lets the held-back bytes arrive and be parsed before the release; a race needs its runners at the line. */
const settleMs = 15;

/**
 * Sends many requests so that they take effect as nearly together as one machine can: every connection is opened and
 * given all but the last byte of its request, then all last bytes are written in one go. Plain fan-out hides races
 * that this shows (Kettle, "Smashing the state machine", 2023). A runner that does not get to the line has no answer:
 * status 0, as one whose connection is lost later.
 */
export async function race(
  entries: readonly { readonly origin: string; readonly request: HttpRequest }[],
  signal?: AbortSignal,
): Promise<RawAnswer[]> {
  const opened = await Promise.allSettled(entries.map(({ origin }) => openRunner(origin, signal)));
  const runners = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  try {
    signal?.throwIfAborted();
    const answers = entries.map(({ origin, request }, i) => {
      const runner = opened[i] as (typeof opened)[number];
      return runner.status === 'fulfilled'
        ? exchange(runner.value.client, origin, request, signal)
        : unanswered(runner.reason, performance.now());
    });
    // waited for together: an answer that fails while the others are held back is not left alone
    const [answered] = await Promise.all([Promise.all(answers), letGo(runners, signal)]);
    return answered;
  } finally {
    await Promise.all(runners.map((runner) => runner.client.destroy()));
  }
}

async function letGo(runners: readonly Runner[], signal: AbortSignal | undefined): Promise<void> {
  // undici writes a string body in the same turn as the headers, so one turn later each request is held whole
  await new Promise(setImmediate);
  for (const { gate } of runners) gate.prime();
  await delay(settleMs, undefined, { signal });
  for (const { gate } of runners) gate.release();
}

interface Runner {
  readonly client: Client;
  readonly gate: Gate;
}

async function openRunner(origin: string, signal: AbortSignal | undefined): Promise<Runner> {
  const socket = await openSocket(origin, signal);
  const gate = holdBack(socket);
  let taken = false;
  const client = new Client(origin, {
    // undici expects a connection to take time: a callback in the same turn would leave its queue asleep
    connect: (_options, callback) =>
      queueMicrotask(() => {
        // there is one, and no other is at the line: to hand it out again would be a loop without end
        if (taken || socket.destroyed) return callback(lost(), null);
        taken = true;
        callback(null, socket);
      }),
    pipelining: 1,
  });
  return { client, gate };
}

function lost(): Error {
  return Object.assign(new Error('the connection was lost before its race'), { code: 'ECONNRESET' });
}

interface Gate {
  prime(): void;
  release(): void;
}

/** Makes a socket keep what is written to it until `prime` (all but the last byte) and `release` (the last byte). */
function holdBack(socket: Socket): Gate {
  const write = socket.write.bind(socket);
  let held = Buffer.alloc(0);
  socket.write = (chunk: string | Uint8Array, encoding?: unknown) => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding as BufferEncoding) : Buffer.from(chunk);
    held = Buffer.concat([held, bytes]);
    return true;
  };
  return {
    prime() {
      write(held.subarray(0, -1));
      held = held.subarray(-1);
    },
    release() {
      socket.write = write;
      write(held);
    },
  };
}
