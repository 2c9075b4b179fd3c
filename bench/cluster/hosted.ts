import type { Cluster, ClusterContext, ClusterDriver, Topology } from './cluster.ts';
import { environmentOf } from './environment-of.ts';
import { type Host, type HostedServer, type HostPlace, startHost } from './host.ts';

/**
 * Clusters whose instances share a few processes with those of other clusters: nothing is loaded twice, so that one is
 * up in a few milliseconds. Instances of one cluster are never in the same process, and a weakened server never is in
 * one with a sound one. For what reaches a server by HTTP alone: none of them can be killed, frozen or read the log of.
 */
export function hostedClusters(place: Pick<HostPlace, 'folder' | 'logFolder'>): ClusterDriver & AsyncDisposable {
  const hosts = new Map<string, Host>();
  const ended: Host[] = [];
  const hostFor = (weak: boolean, index: number): Host => {
    const name = `host-${weak ? 'weak' : 'sound'}.${index}`;
    const present = hosts.get(name);
    if (present?.isUp()) return present;
    if (present) ended.push(present);
    const host = startHost({ ...place, name, weak });
    hosts.set(name, host);
    return host;
  };
  return {
    id: 'hosted',
    start: (topology, context) => start(topology, context, hostFor),
    async [Symbol.asyncDispose]() {
      await Promise.all([...ended, ...hosts.values()].map((host) => host[Symbol.asyncDispose]()));
    },
  };
}

type HostFor = (weak: boolean, index: number) => Host;

async function start(topology: Topology, context: ClusterContext, hostFor: HostFor): Promise<Cluster> {
  const environment = environmentOf(topology, context);
  const servers: HostedServer[] = [];
  const hosts = Array.from({ length: topology.instances }, (_, index) => hostFor('WEAKNESS' in environment, index));
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  try {
    const started = await Promise.allSettled(hosts.map((host) => host.start(environment)));
    for (const one of started) if (one.status === 'fulfilled') servers.push(one.value);
    for (const one of started) if (one.status === 'rejected') throw one.reason;
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    origins: servers.map(({ port }) => `http://127.0.0.1:${port}`),
    pids: () => [],
    isUp: (instance) => hosts[instance]?.isUp() ?? false,
    logs: cannot,
    kill: cannot,
    drain: cannot,
    restart: cannot,
    freeze: cannot,
    thaw: cannot,
    join: cannot,
    [Symbol.asyncDispose]: stop,
  };
}

async function cannot(): Promise<never> {
  throw new Error('a server that shares its process cannot be disturbed, joined, or read the log of');
}
