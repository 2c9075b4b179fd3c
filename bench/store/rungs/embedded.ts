import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../../errors.ts';
import type { Rung } from '../rung.ts';

const entry = fileURLToPath(new URL('../embedded/main.js', import.meta.url));

/** The store that needs nothing: our own, in a process of its own, behind the same protocol and the same socket. */
export const embedded: Rung = {
  id: 'embedded',
  caveat: 'Figures from it must not be compared with figures from a Redis.',
  available: async () => true,
  async start({ signal }) {
    let { child, port } = await launch(0, signal);
    return {
      url: `redis://127.0.0.1:${port}`,
      get pid() {
        return child.pid;
      },
      faults: {
        kill: () => end(child, 'SIGKILL'),
        async restart() {
          ({ child, port } = await launch(port, signal));
        },
      },
      [Symbol.asyncDispose]: () => end(child, 'SIGTERM'),
    };
  },
};

/** @param port 0 for any: the store binds it itself, so nobody can take it in between. */
async function launch(port: number, signal: AbortSignal): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(entry, [String(port)], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const [word] = await Promise.race([once(child, 'message', { signal }), once(child, 'exit', { signal })]).catch(
    async (error) => {
      await end(child, 'SIGKILL');
      throw error;
    },
  );
  if (typeof word?.address?.port === 'number') return { child, port: word.address.port };
  await end(child, 'SIGKILL');
  throw new BenchError('AB-E201', 'the embedded store did not start', { cause: word?.failed ?? 'it ended at once' });
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
