import { counted } from '../../reports/text/wording.ts';
import type { ScalingFacts } from '../../scenarios/kinds/scaling.ts';
import type { CellOutcome } from '../cells/cell-outcome.ts';
import { assertContract } from '../cells/contract.ts';
import { observe } from '../cells/observe.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { byInstance } from '../cluster/haproxy/counts.ts';
import type { ScalingCell } from '../plan/plan.ts';
import type { RunContext } from '../targets/run-context.ts';

/** One square of the grid: a scheme, a way to keep its state, a number of instances, an event. */
export async function runScaling(
  { facts: cell, scenario, scheme, mode, instances }: ScalingCell,
  context: RunContext,
): Promise<CellOutcome> {
  const about = { cell, title: scenario.title };
  // every event but the undisturbed one ends or starts a process
  const hosted = scenario.event === 'none';
  const seen = await observe(about, { scheme, instances, mode, hosted }, context, async ({ stage }, { cluster }) => {
    // own memory behind round-robin loses every other request by nature: that is the finding, not a broken target
    if (mode !== 'own-memory' || instances === 1) await assertContract(stage);
    const before = await balanced(cluster);
    const facts = await scenario.run(stage);
    const after = await balanced(cluster);
    const requests = after?.map((count, instance) => count - (before?.[instance] ?? 0));
    return { value: facts, facts: { ...facts, ...(requests && { balancer: { requests } }) } };
  });
  const facts = seen.value ?? nothing;
  const square = {
    scheme: scheme.id,
    scenario: scenario.id,
    mode,
    instances,
    event: scenario.event,
    ...facts,
    valid: seen.cause === undefined,
    ...(seen.cause !== undefined && { invalidReason: seen.cause }),
    evidence: seen.evidence.id,
  };
  return {
    part: { scaling: [square], evidence: [seen.evidence] },
    state: seen.cause === undefined ? 'done' : 'inconclusive',
    summary: seen.cause ?? inWords(facts),
  };
}

/** Requests that the balancer says it has given each instance. */
async function balanced({ balancer, origins }: Cluster): Promise<number[] | undefined> {
  return balancer && byInstance(await balancer.counts(), origins);
}

function inWords(facts: ScalingFacts): string {
  const { requests, refused, failed, lostUsers, users, renewals, renewalsRefused } = facts;
  const renewed = renewals === 0 ? '' : ` and ${renewalsRefused} of ${counted(renewals, 'renewal')}`;
  return `refused ${refused} of ${counted(requests, 'read')}${renewed}, ${failed} failed, ${lostUsers} of ${counted(users, 'user')} signed out`;
}

/** What was seen of a cell that came to nothing. */
export const nothing: ScalingFacts = {
  requests: 0,
  refused: 0,
  failed: 0,
  users: 0,
  lostUsers: 0,
  wronglyAccepted: 0,
  renewals: 0,
  renewalsRefused: 0,
};
