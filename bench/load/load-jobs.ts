import type { LoadScenario, VirtualUser } from '../../scenarios/kinds/load.ts';
import type { Stage, StageTarget } from '../../scenarios/stage.ts';
import type { StepName } from '../../servers/scheme.ts';
import { answered } from '../cells/answered.ts';
import type { Generator } from '../generator/generator.ts';
import type { ClosedJob, OpenJob } from '../generator/job.ts';
import { inParallel } from '../machine/workers.ts';
import type { Profile } from '../plan/profiles.ts';
import type { LiveTarget } from '../targets/live-target.ts';
import { authority } from '../targets/stage.ts';
import type { Target, TargetOptions } from '../targets/target.ts';
import type { Targets } from './measure.ts';

type Extent = Profile['load'];

/** Enough to keep two instances busy, few enough that a queue is in the target and not in the client. */
const connections = 16;
const timeoutMs = 5_000;
/** Many who sign in at once keep a server from hearing its store in time, before anything is measured. */
const signingInAtOnce = 8;
/** Before each slice, so that it begins on open connections and a server that is awake. */
export const leadMs = 30;
/** Arrivals may wait for a connection for so long before they count as dropped. */
const patienceMs = 2_000;

export function options(scheme: Target, { instances }: Extent): TargetOptions {
  return { scheme, instances, mode: scheme.traits.store === 'never' ? 'none' : 'shared', watched: true };
}

export async function componentsOf({ cluster, target, store }: LiveTarget): Promise<Targets> {
  const { balancer, watched } = cluster;
  const asksStore = target.traits.store !== 'never';
  const givenStore = asksStore ? await store?.seenPid() : undefined;
  return {
    servers: cluster.pids(),
    store: asksStore ? (store?.pid ?? 'elsewhere') : 'none',
    ...(givenStore !== undefined && { givenStore }),
    ...(balancer?.pid !== undefined && { balancer: balancer.pid }),
    ...(watched && { watched }),
    ...(asksStore && store?.traffic && { traffic: store.traffic }),
  };
}

/** @param generator where it holds credentials itself, its users are only named here */
export async function virtualUsers(
  scenario: LoadScenario,
  stage: Stage,
  count: number,
  generator?: Pick<Generator, 'shared'>,
): Promise<VirtualUser[]> {
  const { target } = stage;
  const cycle = cycleOf(scenario, target);
  const hold = await generator?.shared?.holder();
  const fresh = Array.from({ length: count }, (_, index): VirtualUser => {
    const turn = cycle && !scenario.cycle?.together ? Math.floor((index * cycle.length) / count) : 0;
    const user = stage.user(isAnonymous(target) ? 0 : index);
    return { user, credential: {}, turn, ...(hold && { held: hold(target) }) };
  });
  if (!hold) await signInAll(scenario, stage, fresh);
  return fresh;
}

/** Those of the scenario that are signed in before their first request. @param most of them at once */
export async function signInAll(
  scenario: LoadScenario,
  stage: Stage,
  users: readonly VirtualUser[],
  most = signingInAtOnce,
): Promise<void> {
  if (!scenario.signedIn || isAnonymous(stage.target)) return;
  await inParallel(users, Array(Math.min(most, signingInAtOnce)).fill(undefined), async (virtual) => {
    await answered(async () => {
      // what it is given may be as old as its request
      virtual.sinceMs = Date.now();
      virtual.credential = await stage.signIn(virtual.user);
    });
  });
}

/** Without authentication every request speaks for the same account. */
function isAnonymous({ protocol }: StageTarget): boolean {
  return Object.keys(protocol.credentials).length === 0;
}

/** What they did before was no part of it: where all do the same at once, they begin anew. */
export function atTheStart({ cycle }: LoadScenario, users: readonly VirtualUser[]): VirtualUser[] {
  return users.map((user) => (cycle?.together ? { ...user, turn: 0 } : user));
}

export function openJob(
  scenario: LoadScenario,
  live: LiveTarget,
  users: VirtualUser[],
  extent: Extent,
  ratePerSecond: number,
): OpenJob {
  return {
    ...job(scenario, live, users),
    executor: 'open',
    rate: scenario.ramp
      ? { from: scenario.ramp.from * ratePerSecond, to: scenario.ramp.to * ratePerSecond }
      : ratePerSecond,
    queueLimit: Math.ceil((ratePerSecond * patienceMs) / 1_000),
    warmUpMs: leadMs,
    durationMs: sliceMsAt(ratePerSecond, extent),
  };
}

/** Longer where few requests come: of one that holds hardly any, nothing can be said. */
export function sliceMsAt(ratePerSecond: number, { sliceMs }: Pick<Extent, 'sliceMs'>): number {
  return Math.max(sliceMs, Math.min(Math.ceil((1_000 * fewestArrivals) / ratePerSecond), longestSliceMs));
}

/** Longer ones are fewer, so that a round takes its time; an even number, for the way there and back. */
export function slicesAt(ratePerSecond: number, extent: Pick<Extent, 'sliceMs' | 'slices'>): number {
  const inTheTime = (extent.slices * extent.sliceMs) / sliceMsAt(ratePerSecond, extent);
  return Math.min(extent.slices, Math.max(fewestSlices, 2 * Math.round(inTheTime / 2)));
}

const fewestArrivals = 25;
const longestSliceMs = 2_000;
const fewestSlices = 4;

export function closedJob(
  scenario: LoadScenario,
  live: LiveTarget,
  users: readonly VirtualUser[],
  { saturation: { sliceMs } }: Extent,
): ClosedJob {
  return { ...job(scenario, live, users), executor: 'closed', warmUpMs: leadMs, durationMs: sliceMs };
}

function job(
  scenario: LoadScenario,
  { cluster, target, host, publicOrigin }: LiveTarget,
  users: readonly VirtualUser[],
) {
  const cycle = cycleOf(scenario, target);
  return {
    scenario: scenario.id,
    protocol: target.protocol,
    authority: host ?? authority,
    ...(publicOrigin !== undefined && { publicOrigin }),
    origins: cluster.balancer ? [cluster.balancer.origin] : cluster.origins,
    users,
    ...(cycle && { cycle }),
    connections: Math.min(connections, target.ceilings.concurrency),
    timeoutMs,
  };
}

/** What its users do, each step as often as it comes. */
export function stepsOf(scenario: LoadScenario, target: StageTarget): readonly StepName[] {
  return cycleOf(scenario, target) ?? [scenario.step];
}

function cycleOf({ cycle }: LoadScenario, { traits, settings }: StageTarget): readonly StepName[] | undefined {
  return cycle?.steps(traits, settings);
}
