import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../errors.ts';

/** A TCP line to a server, in a process of its own, that can be made long and can be broken. */
export interface Line extends AsyncDisposable {
  /** The address to use instead of the server's own. */
  readonly url: string;
  readonly pid: number;
  /** What each byte is late from now on, in ms each way and to a fraction of one. A connection is opened undelayed. */
  delay(oneWayMs: number): Promise<void>;
  /** Resets every connection (RST); new ones are taken. */
  reset(): Promise<void>;
  /** Resets every connection and each new one, until `mend`. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

export type Order = { readonly delayMs: number } | { readonly reset: true } | { readonly cut: boolean };

const relay = fileURLToPath(new URL('./relay-process.js', import.meta.url));

/** @param server `scheme://host:port…`; the line's url differs in host and port alone. */
export async function openLine(server: string, signal: AbortSignal): Promise<Line> {
  const url = new URL(server);
  const child = fork(relay, [url.hostname.replace(/^\[|\]$/g, ''), url.port], {
    detached: true,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const dispose = () => end(child);
  try {
    const port = await heard(child, signal);
    if (typeof port !== 'number' || child.pid === undefined) throw new BenchError('AB-E302');
    url.hostname = '127.0.0.1';
    url.port = String(port);
  } catch (error) {
    await dispose();
    throw error;
  }
  /** One order at a time: the next word of the relay is the answer to it. */
  let turn: Promise<unknown> = Promise.resolve();
  const tell = (order: Order): Promise<void> => {
    const told = turn.then(async () => {
      if (!child.connected) throw new BenchError('AB-E302', 'the line to a server has ended');
      const answered = heard(child, signal);
      child.send(order);
      await answered;
    });
    turn = told.catch(() => {});
    return told;
  };
  return {
    url: url.href,
    pid: child.pid,
    delay: (delayMs) => tell({ delayMs }),
    reset: () => tell({ reset: true }),
    cut: () => tell({ cut: true }),
    mend: () => tell({ cut: false }),
    [Symbol.asyncDispose]: dispose,
  };
}

async function heard(child: ChildProcess, signal: AbortSignal): Promise<unknown> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  try {
    const [word] = await Promise.race([
      once(child, 'message', { signal: either }),
      once(child, 'exit', { signal: either }).then(() => [undefined]),
    ]);
    return word;
  } finally {
    over.abort();
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
