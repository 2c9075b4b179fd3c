import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** A reason to skip where there is no redis-server, for node:test's `skip`. */
export const noRedis = spawnSync('redis-server', ['--version']).error ? 'redis-server is not on PATH' : false;

export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  /** Faults: `SIGSTOP` makes it silent, `SIGKILL` makes it go. */
  signal(signal: NodeJS.Signals): void;
  /** Starts it again on the same port: empty, or with the snapshot in this folder. */
  restart(snapshot?: string): Promise<void>;
}

/** A private redis-server on a free loopback port, without a file. */
export async function startRedis(more: readonly string[] = []): Promise<RedisServer> {
  const port = await freePort();
  let child = await launch(port, more);
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    signal: (signal) => child.kill(signal),
    async restart(snapshot) {
      await stop();
      child = await launch(port, snapshot === undefined ? [] : ['--dir', snapshot]);
    },
    [Symbol.asyncDispose]: stop,
  };
}

async function launch(port: number, more: readonly string[] = []): Promise<ChildProcess> {
  const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...more];
  const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    if (line.includes('Ready to accept connections')) {
      child.stdout.resume();
      return child;
    }
  }
  throw new Error('redis-server ended before it was ready');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
