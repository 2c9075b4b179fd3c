import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hooks, StageTarget } from '../../../scenarios/stage.ts';
import { openAccounts } from '../../../servers/accounts/accounts-file.ts';
import { Settings } from '../../../servers/settings.ts';
import { createKeys, keyRotation, mintToken, verifyingKey } from '../../cluster/keys.ts';
import { createRouter, type Policy } from '../../cluster/routing.ts';
import { openBrowser } from '../../driver/browser.ts';
import type { Chromium } from '../../driver/chromium.ts';
import { createClient } from '../../driver/client.ts';
import { createTranscript, type Transcript } from '../../driver/transcript.ts';
import { openTransport } from '../../driver/transport.ts';
import { disposeAll } from '../../machine/dispose.ts';
import { createRandom, randomOf } from '../../machine/random.ts';
import { residentBytes } from '../../machine/resources.ts';
import { type ExternalTarget, isExternal } from '../external/external-target.ts';
import type { LiveTarget } from '../live-target.ts';
import type { RunContext } from '../run-context.ts';
import { createStage } from '../stage.ts';
import type { TargetOptions } from '../target-options.ts';
import { stageTarget } from './stage-target.ts';
import { storeHooks } from './store-hooks.ts';
import { openWay } from './store-link.ts';

let launches = 0;

/** Brings up a fresh cluster with fresh keys and a fresh copy of the accounts. Disposing it ends all of it. */
export async function bringUp(options: TargetOptions, context: RunContext): Promise<LiveTarget> {
  const { scheme, instances, mode } = options;
  if (isExternal(scheme)) return liveExternal(scheme, context);
  const { folder, logFolder, accounts, signal, seed } = context;
  const keys = await createKeys(options.settings?.algorithm ?? context.settings.algorithm ?? 'HS256');
  // processes that are shared run on one Node.js
  const clusters = (options.hosted && !options.node && context.hosts) || context.clusters;
  const { proxies = 0 } = clusters;
  const chosen = { ...scheme.defaults, ...context.settings, ...options.settings };
  const settings: Settings = Settings.parse({ ...chosen, ...keys, proxies });
  const accountsFile = join(folder, `accounts-${process.pid}-${++launches}.jsonl`);
  await copyFile(accounts.template, accountsFile);

  const { weakness, variation, plantedShare, node, watched, v8Seed, movable } = options;
  const topology = {
    scheme: scheme.id,
    instances,
    mode,
    settings,
    ...(weakness && { weakness }),
    ...(variation && { variation }),
    ...(plantedShare !== undefined && { plantedShare }),
    ...(node && { node }),
    ...(watched && { watched }),
    ...(v8Seed !== undefined && { v8Seed }),
    ...(movable && { movable }),
  };
  // whatever ended it has spoilt the cell before, and not this one
  if (mode === 'shared') await context.store.revive();
  const way = mode === 'shared' ? await openWay(context.store, options, signal) : undefined;
  const storeUrl = way?.url;
  const cluster = await clusters.start(topology, { storeUrl, accountsFile, logFolder, signal }).catch(async (error) => {
    await disposeAll(way);
    throw error;
  });
  const transport = openTransport();
  const policy: Policy = mode === 'sticky' ? 'sticky' : 'round-robin';
  const router = createRouter(policy, cluster.isUp, () => cluster.origins.length, createRandom(seed));
  const target: StageTarget = {
    ...stageTarget(scheme, settings, instances),
    ...(cluster.balancer && { balancer: cluster.balancer.id }),
  };
  const database = openAccounts(accountsFile);
  const inUse = way?.store ?? context.store;
  const { clocks } = cluster;
  const store = storeHooks(inUse, context.mayKillStore, signal, way?.link);
  const hooks: Hooks = {
    effects: (id) => database.transfers(id),
    mint: async (header, payload) => mintToken(keys, header, payload),
    joinSkewed: (skewMs) => cluster.join({ skewMs }),
    joinRotated: async (until) => {
      const { tokenKey } = await createKeys(settings.algorithm);
      const retiredKeys = JSON.stringify([{ key: settings.tokenKey, until }]);
      return cluster.join({ settings: { ...settings, tokenKey, retiredKeys } });
    },
    logs: cluster.logs,
    kill: cluster.kill,
    join: () => cluster.join(),
    drain: cluster.drain,
    restart: (instance) => cluster.restart(instance),
    freeze: cluster.freeze,
    thaw: cluster.thaw,
    rotateKeys: () => keyRotation(cluster, settings),
    ...(clocks &&
      (mode === 'none' || context.mayKillStore) && {
        async advance(ms: number) {
          // the store first: what it still holds then, no instance takes for ended
          if (mode === 'shared') await inUse.age(ms);
          await clocks.advance(ms, signal);
        },
      }),
    ...((mode === 'shared' || mode === 'none') && store.hooks),
    ...(inUse.traffic && { storeCommands: async () => (await inUse.traffic?.())?.commands ?? 0 }),
    memory: async () => ({
      storeUsed: await inUse.used?.(),
      storeResident: residentBytes([inUse.pid]),
      serversResident: residentBytes(cluster.pids()),
    }),
    verifyingKey: async () => verifyingKey(keys),
  };
  const { admin } = accounts;
  return {
    target,
    cluster,
    store: inUse,
    ...(way?.rttUs !== undefined && { storeRttUs: way.rttUs }),
    ...(mode === 'shared' && { stillWhole: store.stillThere }),
    enter(users, cell = '', cut = signal) {
      const transcript = createTranscript();
      const stage = createStage({
        target,
        cluster,
        router,
        transport,
        transcript,
        hooks: { ...hooks, ...browserHook(context.browser, target, cluster.origins[0] ?? '', transcript) },
        users,
        admin,
        random: randomOf(cell, seed),
        effort: context.effort,
        signal: cut,
      });
      return { stage, transcript };
    },
    async [Symbol.asyncDispose]() {
      await disposeAll(transport, cluster, database, store, way);
    },
  };
}

function liveExternal(scheme: ExternalTarget, { external }: RunContext): LiveTarget {
  const open = external?.get(scheme.id);
  if (!open) throw new RangeError(`target ${scheme.id} was never opened`);
  return open.live(scheme);
}

function browserHook(
  chromium: Chromium | undefined,
  { protocol }: StageTarget,
  origin: string,
  transcript: Transcript,
): Pick<Hooks, 'browser'> {
  if (!chromium) return {};
  const client = createClient(protocol, new URL(origin).host);
  return { browser: () => openBrowser({ chromium, target: origin, client, transcript }) };
}
