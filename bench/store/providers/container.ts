import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onFreePort } from '../free-port.ts';
import type { Provider } from '../provider.ts';

const run = promisify(execFile);
const image = 'redis:7-bookworm';
/** Where none runs its client says so at once: this long it waits for one that is busy. */
const answerWithinMs = 10_000;
/**
 * A Redis in a container, where a Docker daemon answers: the client alone is often installed without one. Testcontainers'
 * own reaper removes it should this process be killed.
 */
export const container: Provider = {
  id: 'container',
  caveat:
    'The store runs in a container behind a published port: about 0.15 ms more per call than a Redis on the host. Its CPU is what it says of itself.',

  async available({ signal }) {
    return run('docker', ['info'], { timeout: answerWithinMs, signal }).then(
      () => isInstalled() || 'testcontainers is not installed; npm install testcontainers',
      (error) =>
        error.code === 'ENOENT'
          ? 'docker is not on PATH'
          : `no Docker daemon answers within ${answerWithinMs / 1000} s`,
    );
  },

  async start({ signal, log }) {
    log(`starting ${image}; its first download may take a while`);
    // A heavy library, and needed on this provider only.
    const { GenericContainer, Wait } = await import('testcontainers');
    // A port of our choice, so that it is still the same after a restart.
    const { port, started } = await onFreePort(image, async (port) => {
      const started = await new GenericContainer(image)
        .withCommand(['redis-server', '--save', '', '--appendonly', 'no'])
        .withExposedPorts({ container: 6379, host: port })
        .withWaitStrategy(Wait.forLogMessage('Ready to accept connections'))
        .start();
      return { port, started };
    });
    const docker = (...words: string[]) => run('docker', [...words, started.getId()], { signal });
    return {
      url: `redis://${started.getHost()}:${port}`,
      pid: undefined,
      faults: {
        kill: async () => void (await docker('kill')),
        restart: async () => void (await docker('start')),
        freeze: async () => void (await docker('pause')),
        thaw: async () => void (await docker('unpause')),
      },
      async [Symbol.asyncDispose]() {
        await started.stop({ timeout: 0 });
      },
    };
  },
};

/** A package of the user's own choice: it is the only one whose parts run scripts when they are installed. */
function isInstalled(): boolean {
  const folders = createRequire(import.meta.url).resolve.paths('testcontainers') ?? [];
  return folders.some((folder) => existsSync(join(folder, 'testcontainers')));
}
