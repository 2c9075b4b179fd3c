import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { StoreKeeps } from '../../scenarios/hooks/store.ts';
import { BenchError } from '../errors.ts';
import { type GuardedProgram, guarded, signalGroup } from '../machine/guard.ts';
import { createStoreClient } from './client.ts';
import { onFreePort } from './free-port.ts';
import type { StoreServer } from './provider.ts';

/** Seen by this machine only, and by itself it writes nothing to the disk. */
const settings = { bind: '127.0.0.1', save: '', appendonly: 'no', daemonize: 'no' };
/** `everysec`, Redis's own choice, is what a machine may lose that goes down; a process loses nothing that was answered. */
const log = { appendonly: 'yes', appendfsync: 'everysec' };
const readyWithinMs = 10_000;
const askEveryMs = 5;

export interface RedisOptions {
  readonly signal: AbortSignal;
  readonly env?: NodeJS.ProcessEnv;
  readonly keeps?: StoreKeeps | undefined;
}

/**
 * Starts a redis-server or valkey-server of our own: private port, private folder, nothing on disk unless it is to keep
 * something, no configuration file of the machine.
 * @throws BenchError AB-E201 when it does not get ready.
 */
export async function launchRedis(program: string, options: RedisOptions): Promise<StoreServer> {
  const { keeps = 'nothing' } = options;
  const data = keeps === 'nothing' ? undefined : privateFolder('data');
  const kept = data === undefined ? undefined : await guarded(undefined, [], { folder: data });
  const more = { ...(keeps === 'log' && log), ...(data !== undefined && { dir: data }) };
  const launch = (port: number) => start(program, port, more, options);
  const first = await onFreePort(program, async (port) => {
    const running = await launch(port);
    return running && { port, running };
  }).catch(async (error) => {
    await kept?.[Symbol.asyncDispose]();
    throw error;
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
        const again = await launch(port);
        if (again === undefined) throw new BenchError('AB-E201', `port ${port} was taken while the store was down`);
        running = again;
      },
      freeze: async () => signalGroup(running.pid, 'SIGSTOP'),
      thaw: async () => signalGroup(running.pid, 'SIGCONT'),
    },
    ...(keeps === 'snapshot' && {
      async snapshot() {
        using client = createStoreClient(`redis://127.0.0.1:${port}`);
        await client.ask('SAVE');
      },
    }),
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      await kept?.[Symbol.asyncDispose]();
    },
  };
}

function privateFolder(name: string): string {
  return join(tmpdir(), `authbench-${name}-${randomUUID()}`);
}

/** In the folder of its data, which is the one where it runs unless it is to keep something. */
const socketName = 'store.sock';

/** @returns undefined when the program ended before it answered: most likely the port was taken meanwhile. */
async function start(
  program: string,
  port: number,
  more: Readonly<Record<string, string>>,
  { signal, env }: RedisOptions,
): Promise<(GuardedProgram & { readonly socket: string }) | undefined> {
  const words = Object.entries({ ...settings, ...more, port, unixsocket: socketName }).flatMap(([name, value]) => [
    `--${name}`,
    `${value}`,
  ]);
  const folder = privateFolder(basename(program));
  const running = await guarded(program, words, { folder, ...(env && { env }) });
  try {
    if (await ready(running, port, signal)) return { ...running, socket: join(more.dir ?? folder, socketName) };
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
    // it tells who it is while it still reads back what it keeps, and answers nothing else
    const facts = await client
      .ask('PING')
      .then(() => client.info('server'))
      .catch(() => undefined);
    if (ended) return false;
    if (facts) return facts.get('process_id') === String(pid);
  }
  throw new BenchError('AB-E201', `a Redis on port ${port} was not ready within ${readyWithinMs / 1000} s`);
}
