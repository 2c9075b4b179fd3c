import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../../errors.ts';
import { createStoreClient } from '../../store/client.ts';
import { onFreePort } from '../../store/free-port.ts';
import type { StoreServer } from '../../store/provider.ts';
import { readCounts, type ServerCounts } from '../haproxy/counts.ts';
import { balancerPorts } from './balancer-ports.ts';
import { type Container, containersOf, docker, findCompose } from './docker.ts';
import { type Supervisor, startSupervisor } from './supervisor.ts';

/** The project of docker-compose.yml with Redis and balancer up, and none of the servers yet. */
export interface Stack extends AsyncDisposable {
  readonly project: string;
  readonly folder: string;
  readonly compose: Supervisor['compose'];
  /** Where the balancer is reached, by what it listens for. */
  readonly origins: ReadonlyMap<string, string>;
  containers(service: string): Promise<Container[]>;
  counts(proxy: string): Promise<ServerCounts[]>;
  /** What the balancer has logged since a moment of this machine's clock. */
  balancerLog(since: Date): Promise<string>;
  readonly store: StoreServer;
}

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const readyWithinMs = 60_000;

/** @throws BenchError AB-E101 without Docker, AB-E304 when the images or containers do not come up. */
export async function openStack(signal: AbortSignal, log: (text: string) => void): Promise<Stack> {
  const program = await findCompose(signal);
  if (typeof program === 'string') throw new BenchError('AB-E101', program);
  const project = `authbench-${randomBytes(4).toString('hex')}`;
  const folder = join(tmpdir(), `${project}-compose`);
  const command = [...program, '-p', project, '--project-directory', root, '-f', join(root, 'docker-compose.yml')];
  const supervisor = await startSupervisor({ command, folder }, signal);
  try {
    log('containers building the image; the first time takes a while');
    await supervisor.compose(['build', 'seed']);
    const ports = [...(await balancerPorts())];
    const [[, inside] = ['', 0]] = ports;
    const first = await onFreePort('the balancer', async (port) => {
      const env = { PORTS: `${port}-${port + ports.length - 1}` };
      await supervisor.compose(['up', '-d', '--no-deps', 'redis', 'balancer'], env);
      return port;
    });
    const containers = (service: string) => containersOf(project, service, signal);
    const counts = async (proxy: string) => {
      const answer = await fetch(`http://127.0.0.1:${first}/;csv`, { signal });
      return readCounts(await answer.text()).filter((server) => server.proxy === proxy);
    };
    return {
      project,
      folder,
      compose: supervisor.compose,
      origins: new Map(ports.map(([proxy, port]) => [proxy, `http://127.0.0.1:${first + port - inside}`])),
      containers,
      counts,
      async balancerLog(since) {
        const [balancer] = await containers('balancer');
        return balancer ? docker(['logs', '--since', since.toISOString(), balancer.id], signal) : '';
      },
      store: await redisOf(containers, signal),
      [Symbol.asyncDispose]: () => supervisor[Symbol.asyncDispose](),
    };
  } catch (error) {
    await supervisor[Symbol.asyncDispose]();
    throw error;
  }
}

/** The Redis of the project, as this machine reaches it: faults are those of Docker. */
async function redisOf(containers: Stack['containers'], signal: AbortSignal): Promise<StoreServer> {
  const [redis] = await containers('redis');
  if (!redis) throw new BenchError('AB-E304', 'Redis did not come up');
  const url = `redis://${redis.address}:6379`;
  const act = async (word: string) => void (await docker([word, redis.id], signal));
  await answers(url, signal);
  return {
    url,
    pid: undefined,
    faults: {
      kill: () => act('kill'),
      async restart() {
        await act('start');
        await answers(url, signal);
      },
      freeze: () => act('pause'),
      thaw: () => act('unpause'),
    },
    async [Symbol.asyncDispose]() {},
  };
}

async function answers(url: string, signal: AbortSignal): Promise<void> {
  using client = createStoreClient(url);
  for (const deadline = performance.now() + readyWithinMs; ; await delay(100, undefined, { signal })) {
    const pong = await client.ask('PING').catch((error) => error);
    if (pong === 'PONG') return;
    if (performance.now() > deadline)
      throw new BenchError('AB-E304', `Redis at ${url} does not answer`, { cause: pong });
  }
}
