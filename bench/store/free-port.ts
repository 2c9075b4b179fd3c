import { once } from 'node:events';
import { createServer } from 'node:net';
import { BenchError } from '../errors.ts';

/**
 * Below what Linux (32768) and the BSDs (49152) hand out by themselves: a store that was killed finds its port free when
 * it comes back, and no client that reconnects meanwhile can be given that very port as its own and meet itself.
 */
const [lowest, highest] = [20_000, 32_000];
const attempts = 20;

/**
 * Starts something on a loopback port of its own.
 * @param start gets a port that was free a moment ago; answers undefined when somebody else was faster, and is asked again.
 * @throws BenchError AB-E201 when no attempt succeeds.
 */
export async function onFreePort<T>(what: string, start: (port: number) => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (!(await isFree(port))) continue;
    const started = await start(port);
    if (started !== undefined) return started;
  }
  throw new BenchError('AB-E201', `${what} did not come up on any of ${attempts} ports`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
