import type { Results } from '../../../reports/results/results.ts';
import type { VirtualUser } from '../../../scenarios/kinds/load.ts';
import type { Stage } from '../../../scenarios/stage.ts';
import type { CellOutcome } from '../../cells/cell-outcome.ts';
import { assertContract } from '../../cells/contract.ts';
import { observe } from '../../cells/observe.ts';
import type { ClosedJob } from '../../generator/job.ts';
import type { ScaleOutCell } from '../../plan/plan-capacity.ts';
import type { Profile } from '../../plan/profiles.ts';
import type { LiveTarget } from '../../targets/live-target.ts';
import type { TargetOptions } from '../../targets/target.ts';
import type { Slice } from '../join.ts';
import { longestRoundMs } from '../load.ts';
import { closedJob, componentsOf, virtualUsers } from '../load-jobs.ts';
import type { LoadSetup } from '../load-setup.ts';
import { measureSlice, type Targets } from '../measure.ts';
import { warmUpJit } from '../warm-up.ts';
import { type Point, pointOf, readPoint } from './point.ts';
import type { Shares } from './shares.ts';

interface Setup extends Omit<LoadSetup, 'extent' | 'slot'> {
  readonly extent: { readonly load: Profile['load']; readonly capacity: NonNullable<Profile['capacity']> };
  readonly shares: Shares;
}

type Row = NonNullable<Results['scaleOut']>[number];

/**
 * One launch of as many instances as there are to be, warmed up while all may use what they like. Each number of them is
 * saturated in turn with the other schemes, there and back, held to their shares; those that are not asked sleep meanwhile.
 */
export async function measureScaleOut(
  cell: ScaleOutCell,
  storeCores: number | undefined,
  setup: Setup & Pick<LoadSetup, 'slot'>,
): Promise<CellOutcome> {
  const { facts, scenario, scheme, mode, counts, round, heldOut } = cell;
  const { context, shares, slot } = setup;
  const about = { cell: facts, title: `${scenario.title}, round ${round}`, withinMs: longestRoundMs };
  const seen = await observe(about, optionsOf(cell, Math.max(...counts)), context, async ({ stage }, live) => {
    const { components, usersOf } = await warmedUp(cell, stage, live, setup);
    slot.ready();
    const under = { cell, setup, stage, live, components, usersOf };
    const slices = new Map<number, [Slice, ...Slice[]]>();
    for (let visit = 0; visit < setup.extent.capacity.visits; visit += 1)
      for (const instances of visit % 2 === 0 ? counts : counts.toReversed()) {
        const { own } = await slot.next(() => sliceAt(instances, storeCores, under));
        const before = slices.get(instances);
        slices.set(instances, before ? [...before, own] : [own]);
      }
    const points = [...slices].map(([instances, own]) => ({
      instances,
      ...pointOf(own, (slice) => readAt(slice, instances, storeCores, under)),
    }));
    return { value: points, facts: { points } };
  });
  const rows = (seen.value ?? []).map(
    (point): Row => ({
      ...{ scheme: scheme.id, scenario: scenario.id, mode, round, heldOut },
      quotaCores: shares.instanceCores,
      heldBy: shares.by ?? null,
      ...point,
      evidence: seen.evidence.id,
    }),
  );
  const told = rows.filter(({ valid }) => valid).sort((a, b) => a.instances - b.instances);
  return {
    part: { scaleOut: rows, evidence: [seen.evidence] },
    state: told.length > 0 ? 'done' : 'inconclusive',
    summary:
      seen.cause ??
      (told
        .map(({ instances, perSecond, limit }) => `${instances}: ${Math.round(perSecond)}/s (${limit})`)
        .join(', ') ||
        `no number of instances told: ${rows[0]?.invalidReason}`),
  };
}

/**
 * What a store may use so that a number of instances ends it: as much as they would take of it. By what a request takes
 * of both while so many are held to their shares, and the store is not: it takes half as much of a busy one.
 */
export async function storeQuota(cell: ScaleOutCell, setup: Setup): Promise<number | undefined> {
  const most = cell.scenario.storeEndsAt;
  const { context, shares } = setup;
  const about = { cell: { ...cell.facts, scenario: 'store-quota' }, title: 'What a read takes of the store' };
  const seen = await observe(about, optionsOf(cell, most), context, async ({ stage }, live) => {
    const { components, usersOf } = await warmedUp({ ...cell, counts: [most] }, stage, live, setup);
    const under = { cell, setup, stage, live, components, usersOf };
    const { cpu } = readAt(await sliceAt(most, undefined, under), most, undefined, under);
    const cores = (most * shares.instanceCores * (cpu.store ?? Number.NaN)) / cpu.servers;
    return { value: cores, facts: { cores } };
  });
  return seen.value !== undefined && Number.isFinite(seen.value) ? Math.min(1, seen.value) : undefined;
}

function optionsOf({ scheme, mode }: ScaleOutCell, instances: number): TargetOptions {
  return { scheme, instances, mode, watched: true };
}

interface Under {
  readonly cell: ScaleOutCell;
  readonly setup: Setup;
  readonly stage: Stage;
  readonly live: LiveTarget;
  readonly components: Targets;
  readonly usersOf: ReadonlyMap<number, readonly VirtualUser[]>;
}

/** Users sign in while nobody is held; where instances remember their own alone, at the one that they will ask. */
async function warmedUp(
  { scenario: { load }, mode, counts }: ScaleOutCell,
  stage: Stage,
  live: LiveTarget,
  { extent: { load: extent }, generator, shares }: Setup,
): Promise<Pick<Under, 'components' | 'usersOf'>> {
  const components = await ownComponents(live, mode);
  // the round before may have held it
  await shares.free([], components.store);
  await assertContract(stage);
  const most = components.servers.length;
  const at = async (instances: number) =>
    mode === 'sticky' ? signedInAt(instances, stage) : virtualUsers(load, stage, users);
  const usersOf = new Map<number, readonly VirtualUser[]>();
  const all = await at(most);
  for (const instances of counts) usersOf.set(instances, mode === 'sticky' ? await at(instances) : all);
  await warmUpJit({ scenario: load, stage, live, extent, generator }, all);
  return { components, usersOf };
}

/** Where instances remember their own users, nobody asks a store. */
async function ownComponents(live: LiveTarget, mode: ScaleOutCell['mode']): Promise<Targets> {
  const { traffic: _, ...components } = await componentsOf(live);
  return mode === 'shared' ? components : { ...components, store: 'none' };
}

async function signedInAt(instances: number, stage: Stage): Promise<VirtualUser[]> {
  const all: VirtualUser[] = [];
  for (let index = 0; index < users; index += 1) {
    const user = stage.user(index);
    all.push({ user, credential: await stage.signIn(user, { instance: index % instances }) });
  }
  return all;
}

/**
 * They are woken before they are held: code that was not run for a while is thrown away, and under a quota it would be
 * compiled anew for as long as the point is measured. Again where nothing was at its end, or others had the cores: what it
 * came to is not asked.
 */
async function sliceAt(instances: number, storeCores: number | undefined, under: Under): Promise<Slice> {
  const { cell, setup, stage, components, usersOf } = under;
  const { extent, generator, shares } = setup;
  const { load } = cell.scenario;
  const servers = components.servers.slice(0, instances);
  const { watched: _, ...targets } = components;
  const live = firstOf(instances, under.live);
  const users = usersOf.get(instances) ?? [];
  await shares.free(servers, components.store);
  await warmUpJit({ scenario: load, stage, live, extent: { ...extent.load, warmUp: awake }, generator }, users);
  await shares.share(components.servers, components.store, storeCores);
  const job: ClosedJob = {
    ...closedJob(load, live, users, extent.load),
    connections: connectionsEach * instances,
    warmUpMs: extent.capacity.settleMs,
    durationMs: extent.capacity.blockMs,
  };
  for (let tries = 1; ; tries += 1) {
    const slice = await measureSlice(generator, job, { ...targets, servers }, stage.signal);
    if (tries === mostTries || readAt(slice, instances, storeCores, under).valid) return slice;
  }
}

function readAt(slice: Slice, instances: number, storeCores: number | undefined, { components, setup }: Under): Point {
  const servers = components.servers.slice(0, instances);
  return readPoint(slice, { ...components, servers }, instances * setup.shares.instanceCores, storeCores);
}

function firstOf(instances: number, live: LiveTarget): LiveTarget {
  return { ...live, cluster: { ...live.cluster, origins: live.cluster.origins.slice(0, instances) } };
}

/** After 45 s of sleep servers on Node.js 20 and 26 were as fast as before when they had answered 5,000 requests. */
const awake = { burstsMs: 600, requests: 5_000, mostMs: 2_000, least: 0, most: 0 };
const mostTries = 3;
/** Divided by every number of instances, so that each of them has its own. */
const users = 48;
/** Enough that one which waits for the next period of the store does not idle for want of requests. */
const connectionsEach = 16;
