import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchError } from '../../errors.ts';
import { type GuardedProgram, guarded } from '../../machine/guard.ts';
import { onFreePort } from '../../store/free-port.ts';
import type { Balancer } from '../cluster.ts';
import { configuration, proxy, serverName } from './configuration.ts';
import { sendCommand } from './control.ts';
import { given, readCounts } from './counts.ts';

/** A HAProxy of our own in front of a cluster; it ends with the bench, however that ends. */
export interface Haproxy extends Balancer, AsyncDisposable {
  /** File that it writes its log to. */
  readonly log: string;
  /** An instance is given requests from now on, as soon as it passes a check. */
  take(instance: number, origin: string): Promise<void>;
  /** It gets no new requests from now on. */
  spare(instance: number): Promise<void>;
  /** Resolves when its own checks have shown that these, and no others, are up. */
  knows(origins: readonly string[]): Promise<void>;
}

export interface Wanted {
  readonly program: string;
  readonly origins: readonly string[];
  readonly sticky: boolean;
  /** Its files begin with this path, in a folder that is not ours to remove. */
  readonly files: string;
  readonly signal: AbortSignal;
}

const noticedWithinMs = 10_000;
const askEveryMs = 20;

/** @throws BenchError AB-E303 when it does not come up. */
export async function startHaproxy({ program, origins, sticky, files, signal }: Wanted): Promise<Haproxy> {
  const socket = `${files}.haproxy.sock`;
  const { port, running } = await onFreePort('haproxy', async (port) => {
    const servers = origins.map(hostOf);
    await writeFile(`${files}.haproxy.cfg`, configuration({ port, socket, servers, sticky }));
    const running = await guarded(program, ['-db', '-f', `${files}.haproxy.cfg`], { log: `${files}.haproxy.log` });
    return (await answers(socket, running, signal)) ? { port, running } : undefined;
  });
  const counts = async () => readCounts(await sendCommand(socket, 'show stat'));
  return {
    id: 'haproxy',
    origin: `http://127.0.0.1:${port}`,
    pid: running.pid,
    log: `${files}.haproxy.log`,
    counts,
    async take(instance, origin) {
      const { hostname, port } = new URL(origin);
      await sendCommand(socket, `set server ${proxy}/${serverName(instance)} addr ${hostname} port ${port}`);
      await sendCommand(socket, `set server ${proxy}/${serverName(instance)} state ready`);
      await sendCommand(socket, `enable health ${proxy}/${serverName(instance)}`);
    },
    spare: async (instance) =>
      void (await sendCommand(socket, `set server ${proxy}/${serverName(instance)} state drain`)),
    async knows(origins) {
      const wanted = origins.map(hostOf);
      for (const deadline = performance.now() + noticedWithinMs; ; await delay(askEveryMs, undefined, { signal })) {
        const { addresses, only } = given(await counts(), wanted);
        if (only) return;
        if (performance.now() > deadline)
          throw new BenchError('AB-E303', `haproxy gives requests to ${addresses.join(', ') || 'nobody'}`);
      }
    },
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}

/** @returns false, with nothing left running, when it ended first: most likely the port was taken meanwhile. */
async function answers(socket: string, running: GuardedProgram, signal: AbortSignal): Promise<boolean> {
  let ended = false;
  void running.exited.then(() => {
    ended = true;
  });
  try {
    while (!ended) {
      if ((await sendCommand(socket, 'show info').catch(() => '')) !== '') return true;
      await delay(askEveryMs, undefined, { signal });
    }
    return false;
  } catch (error) {
    await running[Symbol.asyncDispose]();
    throw error;
  }
}

function hostOf(origin: string): string {
  return new URL(origin).host;
}
