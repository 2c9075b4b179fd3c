import type { Fault, FaultFacts } from '../../scenarios/kinds/fault.ts';
import { throughFault } from '../../scenarios/kit/clients/through-fault.ts';
import type { CellOutcome } from '../cells/cell-outcome.ts';
import { assertContract } from '../cells/contract.ts';
import { observe } from '../cells/observe.ts';
import type { FaultCell } from '../plan/plan.ts';
import { breaksLink } from '../store/breaking-hooks.ts';
import type { ProviderId } from '../store/provider.ts';
import { changedSettings } from '../targets/changed-settings.ts';
import { unmetNeed } from '../targets/own/requirements.ts';
import type { RunContext } from '../targets/run-context.ts';
import { nothing } from './scaling.ts';

/** One fault on one scheme: what it did to users before, during and after it is a row of the scaling table. */
export async function runFault(
  { facts: cell, fault, scheme, mode, instances }: FaultCell,
  context: RunContext,
): Promise<CellOutcome> {
  const because = impossible(fault, context);
  if (because !== undefined) return { part: {}, state: 'not-run', summary: because };
  const about = { cell, title: fault.title };
  const options = {
    scheme,
    instances,
    mode,
    settings: fault.needs?.settings ?? {},
    link: breaksLink.some((hook) => fault.needs?.hooks?.includes(hook)),
    ...(fault.needs?.storeKeeps && { storeKeeps: fault.needs.storeKeeps }),
  };
  const seen = await observe(about, options, context, async ({ stage }) => {
    await assertContract(stage);
    const { spoiled, ...facts } = await throughFault(stage, fault);
    return { value: facts, facts: { ...facts, spoiled } };
  });
  const facts = seen.value;
  const row = {
    scheme: scheme.id,
    scenario: fault.id,
    event: fault.id,
    mode,
    instances,
    ...(facts ?? nothing),
    settings: changedSettings(scheme, fault.needs?.settings),
    valid: facts !== undefined,
    ...(seen.cause !== undefined && { invalidReason: seen.cause }),
    evidence: seen.evidence.id,
  };
  return {
    part: { scaling: [row], evidence: [seen.evidence] },
    state: facts ? 'done' : 'inconclusive',
    summary: facts ? inWords(facts) : seen.cause,
  };
}

type Row = Omit<FaultFacts, 'spoiled'>;

/** Why this run cannot bring the fault about. */
function impossible({ needs }: Fault, context: RunContext): string | undefined {
  if (needs?.hooks?.includes('limitStore') && context.store.limit === undefined)
    return 'the embedded store has no bound of its memory: install redis-server';
  if ((needs?.storeKeeps ?? 'nothing') !== 'nothing' && !keepsThings.includes(context.store.provider))
    return 'this store keeps nothing beyond its end: install redis-server';
  return unmetNeed(needs?.hooks, context);
}

/** Providers whose stores can be told to keep something. */
const keepsThings: readonly ProviderId[] = ['binary', 'debian'];

function inWords({ phases, lostUsers, users, recoveryMs, wronglyAccepted, probes }: Row): string {
  const parts = Object.entries(phases).map(([name, { requests, refused, failed, late }]) => {
    const spoiled = [refused && `${refused} refused`, failed && `${failed} failed`, late && `${late} late`].filter(
      Boolean,
    );
    return `${name} ${requests}${spoiled.length > 0 ? ` (${spoiled.join(', ')})` : ''}`;
  });
  const recovery = recoveryMs === null ? 'did not recover' : `recovered in ${recoveryMs} ms`;
  return `${parts.join(', ')}; ${lostUsers}/${users} users lost, ${recovery}, ${wronglyAccepted}/${probes} wrongly accepted`;
}
