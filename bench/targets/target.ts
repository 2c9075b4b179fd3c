import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { User } from '../../scenarios/exchange.ts';
import type { ScalingMode } from '../../scenarios/kinds/scaling.ts';
import type { Effort, Hooks, Stage, StageTarget, StoreKeeps } from '../../scenarios/stage.ts';
import { openAccounts } from '../../servers/accounts/accounts-file.ts';
import { Settings } from '../../servers/settings.ts';
import type { Variation } from '../../servers/variation.ts';
import type { Cluster, ClusterDriver } from '../cluster/cluster.ts';
import type { Cores } from '../cluster/cores.ts';
import { createKeys, keyRotation, mintToken, verifyingKey } from '../cluster/keys.ts';
import { createRouter, type Policy } from '../cluster/routing.ts';
import { openBrowser } from '../driver/browser.ts';
import type { Chromium } from '../driver/chromium.ts';
import { createClient } from '../driver/client.ts';
import { createTranscript, type Transcript } from '../driver/transcript.ts';
import { openTransport } from '../driver/transport.ts';
import { disposeAll } from '../machine/dispose.ts';
import { createRandom, randomOf } from '../machine/random.ts';
import { residentBytes } from '../machine/resources.ts';
import type { StoreHandle } from '../store/open-store.ts';
import { type ExternalTarget, isExternal } from './external/external-target.ts';
import { storeHooks } from './own/store-hooks.ts';
import { openWay } from './own/store-link.ts';
import { createStage } from './stage.ts';
import type { Subject } from './subject.ts';

/** What a cell wants under test. */
export interface TargetOptions {
  readonly scheme: Subject;
  readonly weakness?: string;
  readonly instances: number;
  readonly mode: ScalingMode;
  /** Built in another way (`servers/variations/`). */
  readonly variation?: string;
  readonly settings?: Partial<Settings>;
  /** Slows requests down by this share of their own CPU time. */
  readonly plantedShare?: number;
  /** The Node.js that runs its instances, as a path; the bench's own where absent. */
  readonly node?: string;
  /** Whether its instances tell of their event loops and their CPU time while it is measured. */
  readonly watched?: boolean;
  /** What V8 draws its hashes and random numbers from; drawn by each launch where absent. */
  readonly v8Seed?: number;
  /** How far away the store is, there and back; or whether it is reached by its Unix socket. */
  readonly storeAway?: Variation['store'];
  /** A store of its own, which comes back from a kill with this; the one of the run where absent. */
  readonly storeKeeps?: StoreKeeps;
  /** Whether instances reach their store by a link that can be broken. */
  readonly link?: boolean;
  /** Whether time can be made to pass for it: its own clocks, and what it keeps in the store. */
  readonly movable?: boolean;
  /** Whether it may share processes with others, where the run has such. */
  readonly hosted?: boolean;
}

/** What a run lends to each of its cells. */
export interface RunContext {
  /** Temporary; gone with the run. */
  readonly folder: string;
  /** Kept with the run. */
  readonly logFolder: string;
  readonly accounts: { readonly template: string; readonly users: readonly User[]; readonly admin: User };
  readonly settings: Partial<Settings>;
  /** How instances are run. */
  readonly clusters: ClusterDriver;
  /** Brings up those that may share processes; absent where none do. */
  readonly hosts?: ClusterDriver;
  /** External targets, by their name; they are up for the whole run. */
  readonly external?: ReadonlyMap<string, OpenExternalTarget>;
  readonly store: StoreHandle;
  /** Whether the cell may kill that store: it is the bench's own, and no other cell uses it now. */
  readonly mayKillStore: boolean;
  readonly seed: number;
  readonly effort: Effort;
  readonly signal: AbortSignal;
  /** What keeps measured servers and all else apart; absent where that cannot be done. */
  readonly cores?: Cores;
  /** Absent where this machine has none. */
  readonly browser?: Chromium;
}

/** An external target, for as long as the run needs it. */
export interface OpenExternalTarget {
  live(subject: ExternalTarget): LiveTarget;
  /** Books requests that others send. @throws BenchError AB-E602 when they are more than the target may get */
  reserve(requests: number): void;
}

export interface LiveTarget extends AsyncDisposable {
  readonly target: StageTarget;
  readonly cluster: Cluster;
  /** What a question to the store takes from here, in µs, where the wish says how far away it is. */
  readonly storeRttUs?: number;
  /** What its Host header names; ours where absent. */
  readonly host?: string;
  /** The origin that its pages have; the https origin of that host where absent. */
  readonly publicOrigin?: string;
  /** @throws where what it stands on went away by itself. */
  stillWhole?(): Promise<void>;
  /** Answers of 429 so far, where they are counted. */
  refusedForRate?(): number;
  /** How often it ended by itself so far, where somebody looks after it. */
  ends?(): number;
  /**
   * A stage for these users, with a transcript of its own. Several may be in use at once.
   * @param cell what is done on it, as evidence names it
   * @param signal ends whatever is done on it; the run's own where absent
   */
  enter(users: readonly User[], cell?: string, signal?: AbortSignal): Entered;
}

export interface Entered {
  readonly stage: Stage;
  readonly transcript: Transcript;
}

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
    scheme: scheme.id,
    traits: scheme.traits,
    protocol: scheme.protocol,
    settings,
    instances,
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
