import type { Cluster, ClusterDriver } from '../cluster.ts';
import { keepLog, keptLog } from '../kept-log.ts';
import { startHaproxy } from './haproxy.ts';

/**
 * Clusters of a driver, each behind a HAProxy of its own. An instance counts as gone or there when HAProxy's own checks
 * have found it so.
 */
export function behindHaproxy(clusters: ClusterDriver, program: string): ClusterDriver {
  return {
    id: clusters.id,
    proxies: 1,
    async start(topology, context) {
      const cluster = await clusters.start(topology, context);
      try {
        const { origins } = cluster;
        const files = context.accountsFile;
        const sticky = topology.mode === 'sticky';
        const balancer = await startHaproxy({ program, origins, sticky, files, signal: context.signal });
        const noticed = () => balancer.knows(origins.filter((_, instance) => cluster.isUp(instance)));
        return {
          ...cluster,
          balancer,
          async kill(instance) {
            await cluster.kill(instance);
            await noticed();
          },
          async drain(instance) {
            await balancer.spare(instance);
            await cluster.drain(instance);
          },
          async restart(instance, options) {
            await cluster.restart(instance, options);
            await balancer.take(instance, origins[instance] ?? '');
            await noticed();
          },
          async join(options) {
            const instance = await cluster.join(options);
            await balancer.take(instance, origins[instance] ?? '');
            await noticed();
            return instance;
          },
          async [Symbol.asyncDispose]() {
            await balancer[Symbol.asyncDispose]();
            await keepLog(balancer.log, keptLog('haproxy', topology, context));
            await cluster[Symbol.asyncDispose]();
          },
        } satisfies Cluster;
      } catch (error) {
        await cluster[Symbol.asyncDispose]();
        throw error;
      }
    },
  };
}
