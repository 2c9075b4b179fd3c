import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchError } from '../errors.ts';
import { type GuardedProgram, guarded, signalGroup } from '../machine/guard.ts';
import { createStoreClient } from './client.ts';
import { onFreePort } from './free-port.ts';
import type { StoreServer } from './rung.ts';

/** Seen by this machine only, and nothing on its disk. */
const settings = { bind: '127.0.0.1', save: '', appendonly: 'no', daemonize: 'no' };
const readyWithinMs = 10_000;
const askEveryMs = 5;

/**
 * Starts a redis-server or valkey-server of our own: private port, private folder, nothing on disk, no configuration
 * file of the machine.
 * @throws BenchError AB-E201 when it does not get ready.
 */
export async function launchRedis(program: string, signal: AbortSignal, env?: NodeJS.ProcessEnv): Promise<StoreServer> {
  const first = await onFreePort(program, async (port) => {
    const running = await start(program, port, signal, env);
    return running && { port, running };
  });
  const { port } = first;
  let { running } = first;
  return {
    url: `redis://127.0.0.1:${port}`,
    get socket() {
      return running.socket;
    },
    get pid() {
      return running.pid;
    },
    faults: {
      async kill() {
        signalGroup(running.pid, 'SIGKILL');
        await running.exited;
      },
      async restart() {
        await running[Symbol.asyncDispose]();
        const again = await start(program, port, signal, env);
        if (again === undefined) throw new BenchError('AB-E201', `port ${port} was taken while the store was down`);
        running = again;
      },
      freeze: async () => signalGroup(running.pid, 'SIGSTOP'),
      thaw: async () => signalGroup(running.pid, 'SIGCONT'),
    },
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}

/** In its private folder, which is also where it runs. */
const socketName = 'store.sock';

/** @returns undefined when the program ended before it answered: most likely the port was taken meanwhile. */
async function start(
  program: string,
  port: number,
  signal: AbortSignal,
  env: NodeJS.ProcessEnv | undefined,
): Promise<(GuardedProgram & { readonly socket: string }) | undefined> {
  const words = Object.entries({ ...settings, port, unixsocket: socketName }).flatMap(([name, value]) => [
    `--${name}`,
    `${value}`,
  ]);
  const folder = join(tmpdir(), `authbench-${basename(program)}-${randomUUID()}`);
  const running = await guarded(program, words, { folder, ...(env && { env }) });
  try {
    if (await ready(running, port, signal)) return { ...running, socket: join(folder, socketName) };
  } catch (error) {
    await running[Symbol.asyncDispose]();
    throw error;
  }
  await running[Symbol.asyncDispose]();
  return undefined;
}

/** Ready when a Redis with our process id answers; on a port that another took, it is another's. */
async function ready({ pid, exited }: GuardedProgram, port: number, signal: AbortSignal): Promise<boolean> {
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  using client = createStoreClient(`redis://127.0.0.1:${port}`);
  for (
    const deadline = performance.now() + readyWithinMs;
    performance.now() < deadline;
    await delay(askEveryMs, undefined, { signal })
  ) {
    const facts = await client.info('server').catch(() => undefined);
    if (ended) return false;
    if (facts) return facts.get('process_id') === String(pid);
  }
  throw new BenchError('AB-E201', `a Redis on port ${port} was not ready within ${readyWithinMs / 1000} s`);
}
