import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../../errors.ts';
import { end, heard } from '../../machine/child.ts';
import { onFreePort } from '../free-port.ts';
import type { Provider } from '../provider.ts';

const entry = fileURLToPath(new URL('../embedded/main.js', import.meta.url));

/** The store that needs nothing: our own, in a process of its own, behind the same protocol and the same socket. */
export const embedded: Provider = {
  id: 'embedded',
  // From bench/tools/distortion/distortion-main.ts, 7 rounds of 10,000 calls, Redis 7.0 against this store on 2 shared cores, Node 20.
  caveat:
    'The embedded store stands in for Redis: a call takes about 1.3 times as long and costs about twice the CPU (75 us and 56 us against 59 us and 26 us where this was measured), pauses of its garbage collector show in p99, and nothing survives its end. Schemes that ask the store therefore look slower than they are; figures from two different stores must not be compared.',
  available: async () => true,
  async start({ signal }) {
    const first = await onFreePort('the embedded store', async (port) => {
      const child = await launch(port, signal);
      return child && { port, child };
    });
    const { port } = first;
    let { child } = first;
    return {
      url: `redis://127.0.0.1:${port}`,
      get pid() {
        return child.pid;
      },
      faults: {
        kill: () => end(child, 'SIGKILL'),
        async restart() {
          await end(child, 'SIGTERM');
          const again = await launch(port, signal);
          if (again === undefined) throw new BenchError('AB-E201', `port ${port} was taken while the store was down`);
          child = again;
        },
        freeze: async () => void child.kill('SIGSTOP'),
        thaw: async () => void child.kill('SIGCONT'),
      },
      [Symbol.asyncDispose]: () => end(child, 'SIGTERM'),
    };
  },
};

/** @returns undefined when it ended at once: the port was taken meanwhile. */
async function launch(port: number, signal: AbortSignal): Promise<ChildProcess | undefined> {
  const child = fork(entry, [String(port)], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  try {
    return (await heard(child, signal)) === undefined ? undefined : child;
  } catch (error) {
    await end(child, 'SIGKILL');
    throw error;
  }
}
