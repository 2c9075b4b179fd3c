import type { LifecycleScenario } from '../../scenarios/scenario.ts';
import { assertContract } from '../contract.ts';
import { observe } from '../observe.ts';
import type { LifecycleCell } from '../plan.ts';
import type { Grounds } from '../target.ts';
import type { CellOutcome } from './outcome.ts';

/** One lifecycle scenario on a server of its own: what it measured becomes samples, what it saw becomes evidence. */
export async function runLifecycle({ id, scenario, scheme }: LifecycleCell, grounds: Grounds): Promise<CellOutcome> {
  const because = obstacle(scenario, grounds);
  if (because !== undefined) return { part: {}, state: 'not-run', summary: because };
  const about = { id: `lifecycle/${id}`, title: scenario.title };
  const wish = {
    scheme,
    instances: scenario.needs?.instances ?? 1,
    mode: scheme.traits.store === 'never' ? ('none' as const) : ('shared' as const),
    settings: scenario.needs?.settings ?? {},
  };
  const seen = await observe(about, wish, grounds, async ({ stage }) => {
    await assertContract(stage);
    const { measures, facts } = await scenario.run(stage);
    return { value: measures, facts };
  });
  if (!seen.value) return { part: { evidence: [seen.evidence] }, state: 'inconclusive', summary: seen.cause };
  const measures = Object.entries(seen.value);
  const common = { scenario: scenario.id, scheme: scheme.id, arm: 'main', round: 1, valid: true };
  return {
    part: {
      samples: measures.map(([metric, measure]) => ({ ...common, metric, ...measure })),
      evidence: [seen.evidence],
    },
    state: 'done',
    summary: measures
      .map(([metric, { value, unit }]) => `${metric} ${Number(value.toPrecision(3))} ${unit}`)
      .join(', '),
  };
}

/** Why this run cannot offer what a scenario needs. */
function obstacle({ needs }: LifecycleScenario, { mayKillStore, browser }: Grounds): string | undefined {
  if (needs?.hooks?.includes('killStore') && !mayKillStore)
    return 'the store was given by its address and is not ours to kill';
  if (needs?.hooks?.includes('browser') && !browser)
    return 'there is no Chromium here: install chromium, or name one with --browser PATH';
  return undefined;
}
