import { phraseOf } from '../../reports/measures.ts';
import { amount } from '../../reports/text/amount.ts';
import { type Bound, boundMs } from '../../scenarios/kit/windows/bound.ts';
import type { CellOutcome } from '../cells/cell-outcome.ts';
import { assertContract } from '../cells/contract.ts';
import { recordEvidence } from '../cells/observe.ts';
import { mayShareProcess } from '../cluster/may-share.ts';
import type { LifecycleCell } from '../plan/plan.ts';
import type { LaunchOptions } from '../targets/launch-options.ts';
import type { LiveTarget } from '../targets/live-target.ts';
import { unmetNeed } from '../targets/own/requirements.ts';
import type { RunContext } from '../targets/run-context.ts';

/** Groups cells that want the same server, so that bringing it up is paid once. */
export function byServer(cells: readonly LifecycleCell[]): LifecycleCell[][] {
  const groups = new Map<string, LifecycleCell[]>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.scheme.id, optionsOf(cell), cell.scenario.needs?.alone ? cell.id : '']);
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()];
}

/** A server for the cells of a group: brought up and checked when the first of them asks. */
export interface GroupServer extends AsyncDisposable {
  live(): Promise<LiveTarget>;
}

export function serverOf([cell]: readonly LifecycleCell[], context: RunContext): GroupServer {
  let live: Promise<LiveTarget> | undefined;
  const start = async () => {
    if (!cell) throw new RangeError('a group without cells has no server');
    const started = await cell.scheme.launch(optionsOf(cell), context);
    try {
      await assertContract(started.enter(context.accounts.users).stage);
      return started;
    } catch (error) {
      await started[Symbol.asyncDispose]();
      throw error;
    }
  };
  return {
    live() {
      live ??= start().catch((error) => {
        // the next cell may have more luck
        live = undefined;
        throw error;
      });
      return live;
    },
    async [Symbol.asyncDispose]() {
      const started = await live?.catch(() => undefined);
      await started?.[Symbol.asyncDispose]();
    },
  };
}

/** One lifecycle scenario: what it measured becomes samples, what it saw becomes evidence. */
export async function runLifecycle(
  { facts: cell, scenario, scheme }: LifecycleCell,
  server: GroupServer,
  context: RunContext,
): Promise<CellOutcome> {
  const because = unmetNeed(scenario.needs?.hooks, context);
  if (because !== undefined) return { part: {}, state: 'not-run', summary: because };
  const about = { cell, title: scenario.title, scheme: scheme.id };
  const seen = await recordEvidence(about, context.signal, async (enter) => {
    const { stage } = enter(await server.live(), context.accounts.users);
    const { measures, facts } = await scenario.run(stage);
    const none = Object.entries(measures).filter(([, { value }]) => !Number.isFinite(value));
    if (none.length > 0) throw new Error(`nothing was measured of ${none.map(([metric]) => metric).join(', ')}`);
    return { value: measures, facts };
  });
  if (!seen.value) return { part: { evidence: [seen.evidence] }, state: 'inconclusive', summary: seen.cause };
  const measures = Object.entries(seen.value).map(([metric, { value, unit, bound }]) => ({
    metric,
    unit,
    value,
    ...(bound && configuredValue(bound, scheme)),
  }));
  const arm = { group: 'lifecycle', scheme: scheme.id, role: 'main' } as const;
  const common = { scenario: scenario.id, scheme: scheme.id, arm, round: 1, valid: true };
  return {
    part: {
      samples: measures.map((measure) => ({ ...common, ...measure })),
      evidence: [seen.evidence],
    },
    state: 'done',
    summary: measures
      .map(({ metric, value, unit, configured }) => {
        const tested = `${phraseOf(metric)} ${amount(value, unit)}`;
        return configured === undefined ? tested : `${tested} (${amount(configured, unit)} as configured)`;
      })
      .join(', '),
  };
}

/** What a figure is where lifetimes are as they are configured; nothing where those are not known. */
function configuredValue(bound: Bound, scheme: LifecycleCell['scheme']): { configured?: number } {
  const configured = boundMs(bound, scheme.configured);
  return Number.isNaN(configured) ? {} : { configured: Math.round(configured) };
}

function optionsOf({ scenario, scheme }: LifecycleCell): LaunchOptions {
  return {
    instances: scenario.needs?.instances ?? 1,
    mode: scheme.traits.store === 'never' ? 'none' : 'shared',
    settings: scenario.needs?.settings ?? {},
    hosted: mayShareProcess(scenario.needs),
  };
}
