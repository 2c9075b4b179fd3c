import type { Hooks } from '../../../scenarios/hooks/hooks.ts';
import type { Accounts } from '../../../servers/accounts/accounts.ts';
import type { Settings } from '../../../servers/settings.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { createKeys, type Keys, keyRotation, mintToken, verifyingKey } from '../../cluster/keys.ts';
import { residentBytes } from '../../machine/resources.ts';
import type { StoreHandle } from '../../store/open-store.ts';

/** What lies behind the HTTP of one of our clusters. */
export interface Behind {
  readonly cluster: Cluster;
  readonly settings: Settings;
  readonly keys: Keys;
  readonly database: Pick<Accounts, 'transfers'>;
  readonly store: StoreHandle;
}

/** All hooks but those of the store and the browser. */
export function clusterHooks({ cluster, settings, keys, database, store }: Behind): Hooks {
  return {
    effects: (id) => database.transfers(id),
    mint: async (...parts) => mintToken(keys, ...parts),
    verifyingKey: async () => verifyingKey(keys),
    rotateKeys: () => keyRotation(cluster, settings),
    logs: cluster.logs,
    kill: cluster.kill,
    drain: cluster.drain,
    restart: (instance) => cluster.restart(instance),
    freeze: cluster.freeze,
    thaw: cluster.thaw,
    join: () => cluster.join(),
    joinSkewed: (skewMs) => cluster.join({ skewMs }),
    async joinRotated(until) {
      const next = await createKeys(settings.algorithm);
      const retired = (key: string) => JSON.stringify([{ key, until }]);
      const { tokenKey, cookieKey } = settings;
      const former = { retiredKeys: retired(tokenKey), retiredCookieKeys: retired(cookieKey) };
      return cluster.join({ settings: { ...settings, ...next, ...former } });
    },
    joinVerifier: (jwksUrl, jwksIssuer = '') => cluster.join({ settings: { ...settings, jwksUrl, jwksIssuer } }),
    ...(store.traffic && { storeCommands: async () => (await store.traffic?.())?.commands ?? 0 }),
    memory: async () => ({
      storeUsed: await store.used?.(),
      storeResident: residentBytes([store.pid]),
      serversResident: residentBytes(cluster.pids()),
    }),
  };
}
