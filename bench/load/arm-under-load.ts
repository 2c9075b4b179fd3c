import { measured } from '../../reports/metrics.ts';
import type { VirtualUser } from '../../scenarios/kinds/load.ts';
import type { Stage } from '../../scenarios/stage.ts';
import { answered } from '../cells/answered.ts';
import { assertContract } from '../cells/contract.ts';
import type { LoadJob } from '../generator/job.ts';
import type { LoadCell } from '../plan/plan-load.ts';
import type { Profile } from '../plan/profiles.ts';
import type { LiveTarget } from '../targets/live-target.ts';
import { isBounded } from '../targets/target.ts';
import {
  atTheStart,
  closedJob,
  componentsOf,
  leadMs,
  openJob,
  sliceMsAt,
  slicesAt,
  virtualUsers,
} from './load-jobs.ts';
import type { LoadSetup } from './load-setup.ts';
import { costOf, measureSlice, readSlices, type Targets } from './measure.ts';
import type { Components, LoadMetric, Measurement } from './metrics.ts';
import { readSaturation } from './saturation.ts';
import { isSteady, windowsNeeded } from './steady.ts';
import { stillSignedIn } from './still-signed-in.ts';
import { commandsOf } from './store-use.ts';
import { type Sweeps, type Swept, sweep } from './sweeps.ts';
import { warmUpJit } from './warm-up.ts';
import { weatherOf } from './weather.ts';

type Extent = Profile['load'];
type Slices = Swept<Awaited<ReturnType<typeof measureSlice>>>;
type Commands = Awaited<ReturnType<typeof commandsOf>>;

/** A fresh launch that is to be loaded, or is. */
export interface ArmUnderLoad {
  readonly cell: LoadCell;
  readonly ratePerSecond: number;
  readonly setup: LoadSetup;
  readonly stage: Stage;
  readonly live: LiveTarget;
  readonly components: Targets;
  /** The same, and the generator. */
  readonly processes: Components;
  /** What its store is asked by each step, where that can be counted. */
  readonly commands: Commands;
  /** Load that went before all slices. */
  readonly warmUpMs: number;
  /** As the last slice left them. */
  users: readonly VirtualUser[];
}

/** Checks the contract, signs users in, warms the launch up beside others, and waits for its turn to be alone. */
export async function prepareArm(
  cell: LoadCell,
  ratePerSecond: number,
  setup: LoadSetup,
  { stage, live }: Pick<ArmUnderLoad, 'stage' | 'live'>,
): Promise<ArmUnderLoad> {
  const { scenario, scheme, measureOnly } = cell;
  const { extent, generator, context, slot } = setup;
  if (!measureOnly && scheme.keepsContract) await assertContract(stage);
  let users = await virtualUsers(scenario, stage, extent.users, generator);
  // the generator speaks for itself, and the target's ceilings hold for it too
  live.reserve?.(Math.ceil((ratePerSecond * mostMs(ratePerSecond, extent)) / 1_000));
  const components = await componentsOf(live);
  const processes = { ...components, generator: generator.pid };
  let warmUpMs = 0;
  if (!isBounded(scheme))
    ({ users, ms: warmUpMs } = await warmUpJit({ scenario, stage, live, extent, generator }, users));
  slot.ready();
  const { own: commands } = await slot.next(async () => {
    await context.cores?.keepApart(components.servers, othersOf(processes));
    return answered(() => commandsOf(stage, scenario, live));
  });
  return { cell, ratePerSecond, setup, stage, live, components, processes, commands, warmUpMs, users };
}

/** Slices with all connections busy, until the cost of every arm has come to rest. */
export async function saturate(arm: ArmUnderLoad): Promise<{ readonly slices: Slices; readonly closed: Measurement }> {
  const { setup, processes } = arm;
  const slices = await sweep(
    slice(arm, () => closedJobOf(arm), unwatched(arm.components)),
    saturatingOf(setup.extent),
    setup.slot,
  );
  return { slices, closed: readSaturation(slices.slices, processes, setup.context.cores?.servers.length) };
}

/** Slices at the offered rate, after those that warm it up where nothing else has. */
export async function offerRate(
  arm: ArmUnderLoad,
  saturated: Slices | undefined,
): Promise<{ readonly slices: Slices; readonly open: Measurement & ReturnType<typeof readSlices> }> {
  const { cell, ratePerSecond, setup, live, components } = arm;
  const { extent, generator, slot } = setup;
  const offered = slice(arm, () => openJob(cell.scenario, live, [...arm.users], extent, ratePerSecond), components);
  const warmUp = () => (cell.saturated ? besideSaturated(arm, offered) : sweep(offered, warmUpOf(extent), slot));
  const warmedUp = saturated ?? (await warmUp());
  arm.users = atTheStart(cell.scenario, arm.users);
  const opening = cell.saturated ? 1 : 0;
  const slices = await sweep(
    offered,
    { wanted: slicesAt(ratePerSecond, extent), before: opening, most: mostSlices(ratePerSecond, extent) },
    slot,
  );
  const sliceMs = saturated ? extent.saturation.sliceMs : sliceMsAt(ratePerSecond, extent);
  const before = { ms: arm.warmUpMs + warmedUp.made * sliceMs, steady: warmedUp.steady };
  return { slices, open: readSlices(slices.slices, generator, components, before) };
}

/**
 * The warm-up of an arm that may not be saturated, in the sweeps in which others are: all come to the offered rate in the
 * same sweep. It is asked no more often than it would be without them, and then sits out.
 */
async function besideSaturated(
  { cell, setup }: ArmUnderLoad,
  offered: ReturnType<typeof slice>,
): Promise<Pick<Slices, 'made' | 'steady'>> {
  const { most } = warmUpOf(setup.extent);
  const costs: number[] = [];
  let steady = false;
  let last: Awaited<ReturnType<typeof offered>> | undefined;
  const act = async () => {
    if (last && costs.length === most)
      return { ...last, weather: { arm: cell.id, waiting: undefined, stealCores: undefined } };
    last = await offered();
    costs.push(last.cost);
    steady ||= isSteady(costs);
    return last;
  };
  await sweep(act, saturatingOf(setup.extent), setup.slot);
  return { made: costs.length, steady: costs.length < windowsNeeded ? undefined : steady };
}

/** What autocannon finds in the same launch: shown beside ours, and in no comparison. It knows no start that several share. */
export async function autocannonThroughput(arm: ArmUnderLoad): Promise<LoadMetric | undefined> {
  const { setup, stage, components, processes } = arm;
  const { generator, context, slot } = setup;
  if (generator.shared) return undefined;
  const job = { ...closedJobOf(arm), engine: 'autocannon', durationMs: witnessMs } as const;
  const { own } = await slot.next(() => measureSlice(generator, job, unwatched(components), stage.signal));
  const { metrics } = readSaturation([own], processes, context.cores?.servers.length);
  const found = metrics.find(({ metric }) => metric === 'throughput');
  return found && { ...found, ...measured('throughput.autocannon', found.value) };
}

/** As long as several turns: it has this one alone. */
const witnessMs = 400;

/** One slice of load: users that are still signed in go in, and those that can go on come out. */
function slice(arm: ArmUnderLoad, job: () => LoadJob, of: Targets) {
  const { cell, ratePerSecond, setup, stage, components, processes } = arm;
  const blockMs = leadMs + sliceMsAt(ratePerSecond, setup.extent);
  return async () => {
    arm.users = await stillSignedIn(cell.scenario, stage, arm.users, blockMs);
    const one = await measureSlice(setup.generator, job(), of, stage.signal);
    arm.users = [...one.result.users];
    const { elapsedMs, counts } = one.result;
    const cost = costOf(one, components) ?? elapsedMs / Math.max(1, counts.completed);
    return { slice: one, weather: weatherOf(cell.id, one, processes), cost };
  };
}

function closedJobOf({ cell, live, users, setup }: ArmUnderLoad) {
  return closedJob(cell.scenario, live, users, setup.extent);
}

/** Load at the offered rate, all that an arm may ask for. */
function mostMs(ratePerSecond: number, extent: Extent): number {
  return (warmUpOf(extent).most + mostSlices(ratePerSecond, extent)) * (leadMs + sliceMsAt(ratePerSecond, extent));
}

/** Half as many again where sweeps are disturbed, and the one that opens. */
function mostSlices(ratePerSecond: number, extent: Extent): number {
  return 1 + Math.ceil(1.5 * slicesAt(ratePerSecond, extent));
}

/** Slices in no figure, until the cost of every arm has come to rest. */
function warmUpOf({ warmUp: { least, most } }: Extent): Sweeps {
  return { wanted: Math.max(1, least), most: Math.max(1, most), untilAtRest: true };
}

/** Sweeps before all others, whose last ones tell the capacity. */
function saturatingOf({ saturation }: Extent): Sweeps {
  return { ...saturation, untilAtRest: true };
}

/** All that is no server: the bench too. */
function othersOf({ store, balancer, generator }: Components): number[] {
  return [process.pid, generator, store, balancer].filter((pid) => typeof pid === 'number');
}

/** What a store was asked, and how late loops were, is asked at the offered rate alone. */
function unwatched({ watched: _, traffic: __, ...components }: Targets): Targets {
  return components;
}
