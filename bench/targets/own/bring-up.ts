import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hooks } from '../../../scenarios/hooks/hooks.ts';
import { openAccounts } from '../../../servers/accounts/accounts-file.ts';
import { Settings } from '../../../servers/settings.ts';
import { createKeys } from '../../cluster/keys.ts';
import { createRouter } from '../../cluster/routing.ts';
import { openBrowserProfile, pageOrigin } from '../../driver/browser.ts';
import { createClient } from '../../driver/client.ts';
import { signerOf } from '../../driver/signer-of.ts';
import { createTranscript } from '../../driver/transcript.ts';
import { openTransport } from '../../driver/transport.ts';
import { disposeAll } from '../../machine/dispose.ts';
import { randomOf } from '../../machine/random.ts';
import type { LaunchOptions } from '../launch-options.ts';
import type { LiveTarget } from '../live-target.ts';
import type { RunContext } from '../run-context.ts';
import { createStage } from '../stage.ts';
import type { ClientEnd } from '../target.ts';
import { clusterHooks } from './hooks.ts';
import { publicOrigins } from './public-origins.ts';
import { stageTarget } from './stage-target.ts';
import { storeHooks } from './store-hooks.ts';
import { openWay } from './store-link.ts';

let launches = 0;

/** Brings up a fresh cluster with fresh keys and a fresh copy of the accounts. Disposing it ends all of it. */
export async function bringUp(scheme: ClientEnd, options: LaunchOptions, context: RunContext): Promise<LiveTarget> {
  const { instances, mode } = options;
  const { folder, logFolder, accounts, signal, seed, mayKillStore } = context;
  const signer = await signerOf(scheme.protocol);
  const keys = await createKeys(options.settings?.algorithm ?? context.settings.algorithm ?? 'HS256');
  // processes that are shared run on one Node.js
  const clusters = (options.hosted && !options.node && context.hosts) || context.clusters;
  const { proxies = 0 } = clusters;
  const chosen = { ...scheme.defaults, ...context.settings, ...options.settings };
  // whoever plays a proxy stands in front of those that there are
  const settings: Settings = Settings.parse({
    ...chosen,
    ...keys,
    publicOrigins,
    proxies: proxies + (chosen.proxies ?? 0),
  });
  const accountsFile = join(folder, `accounts-${process.pid}-${++launches}.jsonl`);
  await copyFile(accounts.template, accountsFile);

  // whatever ended it has spoilt the cell before, and not this one
  if (mode === 'shared') await context.store.revive();
  const way = mode === 'shared' ? await openWay(context.store, options, signal) : undefined;
  const store = way?.store ?? context.store;
  const topology = { ...topologyOf(options), scheme: scheme.id, settings };
  const where = { storeUrl: way?.url, accountsFile, logFolder, signal };
  const cluster = await clusters.start(topology, where).catch(async (error: unknown) => {
    await disposeAll(way);
    throw error;
  });
  const { clocks, balancer } = cluster;
  const transport = openTransport();
  const policy = mode === 'sticky' ? 'sticky' : 'round-robin';
  const router = createRouter(policy, cluster.isUp, () => cluster.origins.length);
  const target = { ...stageTarget(scheme, settings, instances), ...(balancer && { balancer: balancer.id }) };
  const database = openAccounts(accountsFile);
  const ofStore = storeHooks(store, mayKillStore, signal, way?.link);
  const hooks: Hooks = {
    ...clusterHooks({
      cluster,
      settings,
      keys,
      database: { transfers: cluster.transfers ?? database.transfers },
      store,
    }),
    ...(clocks &&
      (mode === 'none' || mayKillStore) && {
        async advance(ms: number) {
          // the store first: what it still holds then, no instance takes for ended
          if (mode === 'shared') await store.age(ms);
          await clocks.advance(ms, signal);
        },
      }),
    ...((mode === 'shared' || mode === 'none') && ofStore.hooks),
  };
  const origin = cluster.origins[0] ?? '';
  const { host, port } = new URL(origin);
  const browser = context.browser && {
    chromium: context.browser,
    target: origin,
    client: createClient(scheme.protocol, host, pageOrigin(port), signer),
  };
  return {
    target,
    cluster,
    store,
    ...(way?.rttUs !== undefined && { storeRttUs: way.rttUs }),
    ...(mode === 'shared' && { stillWhole: ofStore.stillThere }),
    enter(users, cell = '', cut = signal) {
      const transcript = createTranscript();
      const stage = createStage({
        ...{ target, cluster, router, transport, transcript, signer, users, admin: accounts.admin },
        hooks: { ...hooks, ...(browser && { browser: () => openBrowserProfile({ ...browser, transcript }) }) },
        ...{ random: randomOf(cell, seed), effort: context.effort, signal: cut },
      });
      return { stage, transcript };
    },
    async [Symbol.asyncDispose]() {
      await disposeAll(transport, cluster, database, ofStore, way);
    },
  };
}

/** The options that whoever starts instances needs. */
function topologyOf(options: LaunchOptions) {
  const { instances, mode, weakness, variation, plantedShare, node, watched, v8Seed, movable } = options;
  return {
    ...{ instances, mode },
    ...(weakness && { weakness }),
    ...(variation && { variation }),
    ...(plantedShare !== undefined && { plantedShare }),
    ...(node && { node }),
    ...(watched && { watched }),
    ...(v8Seed !== undefined && { v8Seed }),
    ...(movable && { movable }),
  };
}
