import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'undici';
import { together } from '../../scenarios/evidence/together.ts';
import type { HttpRequest } from '../../scenarios/stage.ts';
import type { RawAnswer } from './answer.ts';
import { exchange } from './exchange.ts';
import { openSocket } from './open-socket.ts';

/** Lets the held-back bytes arrive and be parsed before the release; a race needs its runners at the line. */
const settleMs = 15;

/**
 * Sends many requests so that they take effect as nearly together as one machine can: every connection is opened and
 * given all but the last byte of its request, then all last bytes are written in one go. Plain fan-out hides races
 * that this shows (Kettle, "Smashing the state machine", 2023).
 */
export async function race(
  entries: readonly { readonly origin: string; readonly request: HttpRequest }[],
  signal?: AbortSignal,
): Promise<RawAnswer[]> {
  const runners = await Promise.all(entries.map(({ origin }) => openRunner(origin)));
  try {
    const release = async () => {
      // undici writes a string body in the same turn as the headers, so one turn later each request is held whole
      await new Promise(setImmediate);
      for (const runner of runners) runner.gate.prime();
      await delay(settleMs, undefined, { signal });
      for (const runner of runners) runner.gate.release();
    };
    const answer = ({ origin, request }: (typeof entries)[number], i: number) => {
      const runner = runners[i];
      if (!runner) throw new RangeError('a runner for every entry');
      return exchange(runner.client, origin, request, signal);
    };
    const [, ...raced] = await together(release(), ...entries.map(answer));
    return raced;
  } finally {
    await Promise.all(runners.map((runner) => runner.client.destroy()));
  }
}

async function openRunner(origin: string): Promise<{ client: Client; gate: Gate }> {
  const socket = await openSocket(origin);
  const gate = holdBack(socket);
  const client = new Client(origin, {
    // undici expects a connection to take time: a callback in the same turn would leave its queue asleep
    connect: (_options, callback) => queueMicrotask(() => callback(null, socket)),
    pipelining: 1,
  });
  return { client, gate };
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
