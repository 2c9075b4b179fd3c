import { appendFile, chmod, link, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { redactText } from '../../../reports/text/redact.ts';
import { toEnvironment } from '../../../servers/settings.ts';
import { BenchError } from '../../errors.ts';
import { breaksLink } from '../../store/breaking-hooks.ts';
import type { Cluster, ClusterContext, ClusterDriver, Topology } from '../cluster.ts';
import { given } from '../haproxy/counts.ts';
import { keptLog } from '../kept-log.ts';
import { processes } from '../processes.ts';
import { type Container, docker } from './docker.ts';
import type { Stack } from './stack.ts';

const readyWithinMs = 60_000;
const askEveryMs = 100;
const alike = 'containers of one service are alike: none can have a clock or a key of its own';
const linkless = 'containers reach their store by a network of their own, with no link of ours between';
let launches = 0;

/**
 * Instances as containers of docker-compose.yml behind its balancer. What is not in the image, a weakened server or the
 * bare route, runs as processes do: it may be reached from this machine alone.
 */
export function containers(stack: Stack): ClusterDriver {
  return {
    id: 'compose',
    proxies: 1,
    lacks: {
      joinSkewed: alike,
      joinRotated: alike,
      joinVerifier: alike,
      advance: alike,
      ...Object.fromEntries(breaksLink.map((hook) => [hook, linkless])),
    },
    start(topology, context) {
      const { scheme, weakness, settings } = topology;
      if (weakness !== undefined || scheme === 'floor')
        return processes.start({ ...topology, settings: { ...settings, proxies: 0 } }, context);
      return start(stack, topology, context);
    },
  };
}

interface Member {
  readonly container: Container;
  up: boolean;
}

async function start(stack: Stack, topology: Topology, context: ClusterContext): Promise<Cluster> {
  const { scheme, mode } = topology;
  const { signal } = context;
  const sticky = mode === 'sticky';
  const proxy = sticky ? `${scheme}-sticky` : scheme;
  const origin = stack.origins.get(proxy);
  if (origin === undefined) throw new BenchError('AB-E304', `the balancer of docker-compose.yml has no ${proxy}`);
  const began = new Date();
  const launch = await prepare(stack, topology, context);
  const { members, origins, member, scale, noticed, logs } = serviceOf(stack, scheme, { ...launch, proxy, signal });
  const act = (word: string, instance: number) => docker([word, member(instance).container.id], signal);
  const cluster: Cluster = {
    origins,
    balancer: {
      id: 'haproxy',
      origin,
      pid: undefined,
      counts: () => stack.counts(proxy),
    },
    pids: () => [],
    isUp: (instance) => members[instance]?.up ?? false,
    logs,
    async kill(instance) {
      await act('kill', instance);
      member(instance).up = false;
      await noticed();
    },
    async drain(instance) {
      member(instance).up = false;
      await act('stop', instance);
    },
    async restart(instance, options) {
      if (options) throw new BenchError('AB-E304', alike);
      await act('start', instance);
      await answers(origins[instance] ?? '', signal);
      member(instance).up = true;
      await noticed();
    },
    freeze: async (instance) => void (await act('pause', instance)),
    thaw: async (instance) => void (await act('unpause', instance)),
    async join(options) {
      if (options) throw new BenchError('AB-E304', alike);
      await scale(members.length + 1);
      await noticed();
      return members.length - 1;
    },
    async [Symbol.asyncDispose]() {
      for (const [instance, { container }] of members.entries()) {
        await appendFile(
          keptLog(instance, topology, context),
          redactText(await docker(['logs', container.id], signal)),
        );
      }
      await appendFile(keptLog('haproxy', topology, context), redactText(await stack.balancerLog(began)));
      if (members.length > 0) await docker(['rm', '-f', ...members.map(({ container }) => container.id)], signal);
    },
  };
  try {
    await scale(topology.instances);
    await noticed();
    return cluster;
  } catch (error) {
    await cluster[Symbol.asyncDispose]();
    throw error;
  }
}

interface ServiceLaunch extends Launch {
  /** The part of the balancer that gives requests to it. */
  readonly proxy: string;
  readonly signal: AbortSignal;
}

/** The containers of one service, by instance. */
function serviceOf(stack: Stack, scheme: string, { file, env, proxy, signal }: ServiceLaunch) {
  const members: Member[] = [];
  const origins: string[] = [];
  const logs = async () => {
    const each = members.map(({ container }) => docker(['logs', container.id], signal));
    return (await Promise.all(each)).join('');
  };
  return {
    members,
    origins,
    logs,
    member(instance: number): Member {
      const found = members[instance];
      if (!found) throw new RangeError(`there are ${members.length} instances; ${instance} was asked for`);
      return found;
    },
    async scale(count: number): Promise<void> {
      const words = ['-f', file, 'up', '-d', '--no-deps', '--no-recreate'];
      await stack.compose([...words, '--scale', `${scheme}=${count}`, scheme], env);
      for (const container of await stack.containers(scheme)) {
        if (members.some((member) => member.container.id === container.id)) continue;
        members.push({ container, up: true });
        const origin = `http://${container.address}:3000`;
        origins.push(origin);
        await answers(origin, signal);
      }
    },
    /** Resolves when the balancer gives requests to those that are up, and to no other. */
    async noticed(): Promise<void> {
      const wanted = origins.filter((_, instance) => members[instance]?.up).map((origin) => new URL(origin).host);
      for (const deadline = performance.now() + readyWithinMs; ; await delay(askEveryMs, undefined, { signal })) {
        const { addresses, only } = given(await stack.counts(proxy), wanted);
        if (only) return;
        if (performance.now() > deadline)
          throw new BenchError(
            'AB-E301',
            `the balancer gives requests to ${addresses.join(', ') || 'nobody'}: ${await logs()}`,
          );
      }
    },
  };
}

/** Resolves when an instance is ready by itself: its place in the balancer may still show how the one before it was. */
async function answers(origin: string, signal: AbortSignal): Promise<void> {
  for (const deadline = performance.now() + readyWithinMs; ; await delay(askEveryMs, undefined, { signal })) {
    const isReady = await fetch(`${origin}/readyz`, { signal }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    if (performance.now() > deadline) throw new BenchError('AB-E301', `a container at ${origin} did not get ready`);
  }
}

/** What is laid over docker-compose.yml for one launch, and its variables. */
interface Launch {
  readonly file: string;
  readonly env: Record<string, string>;
}

/** Secrets, settings and accounts of one launch. */
async function prepare(
  { folder }: Stack,
  { scheme, mode, settings }: Topology,
  { accountsFile }: ClusterContext,
): Promise<Launch> {
  const { TOKEN_KEY, COOKIE_KEY, ...environment } = toEnvironment(settings);
  const here = join(folder, String(++launches));
  const accounts = join(here, 'accounts');
  await mkdir(accounts, { recursive: true });
  await writeFile(join(here, 'token-key'), TOKEN_KEY ?? '');
  await writeFile(join(here, 'cookie-key'), COOKIE_KEY ?? '');
  // The same file under a second name: the containers' user writes it, and the bench reads it where it always does.
  await link(accountsFile, join(accounts, 'accounts.jsonl'));
  await chmod(accounts, 0o777);
  await chmod(accountsFile, 0o666);
  const service = { environment, volumes: [`${accounts}:/accounts`] };
  const file = join(here, 'launch.json');
  await writeFile(file, JSON.stringify({ services: { [scheme]: service } }));
  return { file, env: { SECRETS: here, STORE_URL: mode === 'shared' ? 'redis://redis:6379' : 'memory:' } };
}
