import type { Results } from '../../../reports/results/results.ts';
import type { DemandScenario } from '../../../scenarios/kinds/demand.ts';
import type { LoadScenario, VirtualUser } from '../../../scenarios/kinds/load.ts';
import type { Stage } from '../../../scenarios/stage.ts';
import type { StepName, Traits } from '../../../servers/scheme.ts';
import type { CellOutcome } from '../../cells/cell-outcome.ts';
import { assertContract } from '../../cells/contract.ts';
import { observe } from '../../cells/observe.ts';
import { createRandom, shuffled } from '../../machine/random.ts';
import type { DemandCell } from '../../plan/plan-capacity.ts';
import type { Profile } from '../../plan/profiles.ts';
import { longestRoundMs } from '../load.ts';
import { closedJob, componentsOf, openJob, options, virtualUsers } from '../load-jobs.ts';
import type { LoadSetup } from '../load-setup.ts';
import { type Measured, measureSlice, readSlices, type Targets } from '../measure.ts';
import { warmUpJit } from '../warm-up.ts';
import { disturbance } from './disturbance.ts';

type Row = NonNullable<Results['demand']>[number];
/** But for whose it is. */
type Point = Omit<Row, 'scheme' | 'scenario' | 'round' | 'heldOut' | 'evidence'>;

interface Setup extends Omit<LoadSetup, 'extent'> {
  readonly extent: { readonly load: Profile['load']; readonly capacity: NonNullable<Profile['capacity']> };
}

/** What each user does, and at which rates all of them do. */
interface SharedLoad {
  readonly id: string;
  readonly steps: readonly StepName[];
  readonly shares: readonly number[];
}

/** One rate of one load. */
export interface RatedLoad extends Pick<SharedLoad, 'id' | 'steps'> {
  readonly place: number;
  /** Of what an instance carries, and what that comes to. */
  readonly share: number;
  readonly ratePerSecond: number;
}

/** Loads that a scheme has. */
export function loadsOf(scenario: DemandScenario, traits: Traits, heldOut: boolean): SharedLoad[] {
  const all = heldOut ? scenario.heldOut : scenario.loads.map((load) => ({ load, shares: scenario.shares }));
  return all.flatMap(({ load, shares }) => {
    const steps = load.steps(traits);
    return steps.length === 0 ? [] : [{ id: load.id, steps, shares }];
  });
}

/** How often each step comes, of all. */
export function sharesOf(steps: readonly StepName[]): Record<string, number> {
  const names = [...new Set(steps)];
  return Object.fromEntries(names.map((name) => [name, steps.filter((one) => one === name).length / steps.length]));
}

/**
 * One launch of one scheme, an instance with a core of its own: each load at each of its rates, in turn with the other
 * schemes. @param rated the loads with their rates; where absent, rates are shares of what this launch carries
 */
export async function measureDemand(
  { facts, scenario, scheme, round, heldOut }: DemandCell,
  rated: readonly RatedLoad[] | undefined,
  { extent: { load, capacity }, generator, context, slot }: Setup,
): Promise<CellOutcome> {
  const about = { cell: facts, title: `${scenario.title}, round ${round}`, withinMs: longestRoundMs };
  const wanted = { ...options(scheme, { ...load, instances: 1 }), settings: { passwordCost: scenario.passwordCost } };
  const seen = await observe(about, wanted, context, async ({ stage }, live) => {
    await assertContract(stage);
    const extent = {
      ...load,
      users,
      saturation: { ...load.saturation, sliceMs: carriedMs },
    };
    const prepared = new Map<string, { readonly as: LoadScenario; ready: readonly VirtualUser[] }>();
    const loads = rated ?? loadsOf(scenario, scheme.traits, heldOut);
    for (const { id, steps } of loads) {
      if (prepared.has(id)) continue;
      const as = doing(scenario.load, steps);
      const cold = await signedIn(as, stage);
      const { users: ready } = await warmUpJit({ scenario: as, stage, live, extent, generator }, cold);
      prepared.set(id, { as, ready });
    }
    const components = await componentsOf(live);
    slot.ready();
    const { own: blocks } = await slot.next(async () => {
      await context.cores?.keepApart(components.servers, [process.pid, generator.pid, ...pidOf(components.store)]);
      return rated ?? (await rates(loads as readonly SharedLoad[]));
    });
    const rows: Point[] = [];
    for (const block of shuffled(blocks, createRandom(context.seed + round))) {
      const of = prepared.get(block.id);
      if (!of) continue;
      const { own } = await slot.next(async () => {
        const job = openJob(of.as, live, [], extent, block.ratePerSecond);
        for (let tries = 1; ; tries += 1) {
          const timed = { ...job, users: of.ready, warmUpMs: capacity.settleMs, durationMs: capacity.blockMs };
          const slice = await measureSlice(generator, timed, components, stage.signal);
          const measured = readSlices([slice], generator, components);
          const invalid = [...measured.invalid, ...disturbance(slice)];
          // who was refused, or not heard to the end, may hold what is spent
          of.ready = measured.invalid.length === 0 ? measured.result.users : await signedIn(of.as, stage);
          if (invalid.length === 0 || tries === mostTries) return { ...measured, invalid };
        }
      });
      rows.push(rowOf(block, own));
    }
    return { value: rows, facts: { rows } };

    /** Shares of what it carries when all connections are busy. */
    async function rates(all: readonly SharedLoad[]): Promise<RatedLoad[]> {
      const found: RatedLoad[] = [];
      for (const { id, steps, shares } of all) {
        const of = prepared.get(id);
        if (!of) continue;
        const job = closedJob(of.as, live, of.ready, extent);
        const { counts, elapsedMs } = await generator.run(job, stage.signal);
        // the last answers are not read: where requests build on answers, users sign in anew
        of.ready = await signedIn(of.as, stage);
        for (const [i, share] of shares.entries()) {
          const ratePerSecond = Math.max(1, Math.round((share * counts.completed * 1_000) / elapsedMs));
          found.push({ id, steps, place: i + 1, share, ratePerSecond });
        }
      }
      return found;
    }
  });
  const common = { scheme: scheme.id, scenario: scenario.id, round, heldOut, evidence: seen.evidence.id };
  const rows = (seen.value ?? []).map((row) => ({ ...row, ...common }));
  const good = rows.filter(({ valid }) => valid).length;
  return {
    part: { demand: rows, evidence: [seen.evidence] },
    state: seen.value && good > 0 ? 'done' : 'inconclusive',
    summary: seen.cause ?? `${good} of ${rows.length} rates told`,
  };
}

/** A moment that says nothing may be a bad one. */
const mostTries = 3;
/** As many as can be under way at the highest rates; of those, each has one request at a time. */
const users = 48;
/** Long enough to tell what an instance carries to some percent. */
const carriedMs = 400;

/** The load with other steps: who judges its answers goes by their names. */
function doing(load: LoadScenario, steps: readonly StepName[]): LoadScenario {
  const signedIn = steps.some((step) => step !== 'login');
  return { ...load, signedIn, cycle: { together: false, steps: () => steps } };
}

/** In an order in which neighbours are at other steps: a block may be too short for all of them. */
async function signedIn(load: LoadScenario, stage: Stage): Promise<VirtualUser[]> {
  const all = await virtualUsers(load, stage, users);
  return all.map((_, index) => all[(index * stride) % users] as VirtualUser);
}

/** Has no factor with the number of users. */
const stride = 29;

function pidOf(store: Targets['store']): number[] {
  return typeof store === 'number' ? [store] : [];
}

function rowOf({ id, steps, place, share, ratePerSecond }: RatedLoad, block: Measured): Point {
  const value = (name: string) => block.metrics.find(({ metric }) => metric === name)?.value;
  const cpu = value('cpu.servers');
  const { elapsedMs, counts, steps: answered } = block.result;
  const reasons = [...block.invalid, ...(cpu === undefined ? ['the CPU of servers was not counted'] : [])];
  return {
    ...{ load: id, place, share, ratePerSecond },
    shares: Object.fromEntries(
      Object.keys(sharesOf(steps)).map((step) => [
        step,
        (answered[step as StepName] ?? 0) / Math.max(1, counts.completed),
      ]),
    ),
    busyCores: ((cpu ?? 0) * counts.completed) / 1_000 / elapsedMs,
    cpuServersUs: cpu ?? 0,
    // what a store uses that nobody asks is no part of a request
    cpuStoreUs: value('store.commands') === 0 && value('cpu.store') !== undefined ? 0 : (value('cpu.store') ?? null),
    storeCommands: value('store.commands') ?? null,
    bytesUp: value('bytes.up') ?? 0,
    bytesDown: value('bytes.down') ?? 0,
    latencyP50Us: value('latency.p50') ?? null,
    valid: reasons.length === 0,
    ...(reasons.length > 0 && { invalidReason: reasons.join('; ') }),
  };
}
