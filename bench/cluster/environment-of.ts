import { toEnvironment } from '../../servers/settings.ts';
import type { ClusterContext, Topology } from './cluster.ts';

/** What one instance is told, by the names that servers/start.ts reads. */
export function environmentOf(
  { scheme, weakness, variation, mode, settings }: Topology,
  { storeUrl, accountsFile }: ClusterContext,
): Record<string, string> {
  return {
    SCHEME: scheme,
    HOST: '127.0.0.1',
    PORT: '0',
    STORE_URL: mode === 'shared' && storeUrl ? storeUrl : 'memory:',
    ACCOUNTS_FILE: accountsFile,
    ...(weakness || scheme === 'floor' ? { WEAKNESS: weakness ?? '', AUTHBENCH_ALLOW_WEAK: '1' } : {}),
    ...(variation && { VARIATION: variation, AUTHBENCH_ALLOW_WEAK: '1' }),
    ...toEnvironment(settings),
  };
}
