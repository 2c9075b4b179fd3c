import type { Fault, FaultFacts } from '../../kinds/fault.ts';
import type { Stage } from '../../stage.ts';
import { type BackgroundTraffic, startBackgroundTraffic } from './background-traffic.ts';
import { type Moments, phasesOf, recoveryOf, type Sent, spoiledBy } from './phases.ts';
import { neverGood } from './population.ts';

/** Clients, each with a sign-in of its own; they share a few accounts. */
const [clients, accounts] = [24, 8];
const beforeMs = 700;
/** Recovered is who served everything for this long; who did not in this time is not counted as recovered. */
const [quietMs, recoversWithinMs] = [800, 6_000];

/**
 * Lets a fault happen under a steady background traffic of requests, and counts what became of them before, during and after it.
 * @throws when requests were spoiled before anything happened: then the machine is too slow, or the target broken.
 */
export async function throughFault(stage: Stage, fault: Pick<Fault, 'lastsMs' | 'inject'>): Promise<FaultFacts> {
  const traffic = await startBackgroundTraffic(stage, clients, accounts, await neverGood(stage));
  try {
    const begunAt = performance.now();
    await stage.wait(beforeMs);
    const injectedAt = performance.now();
    const heal = await fault.inject(stage, traffic);
    await stage.wait(fault.lastsMs);
    await heal?.();
    const healedAt = performance.now();
    await recovered(stage, traffic.sent, healedAt);
    const moments = { begunAt, injectedAt, healedAt, endedAt: performance.now() };
    await traffic.end();
    return factsOf(traffic, moments);
  } catch (error) {
    await traffic.end().catch(() => {});
    throw error;
  }
}

/** Until nothing was spoiled for a while. */
async function recovered(stage: Stage, sent: readonly Sent[], healedAt: number): Promise<void> {
  while (performance.now() - healedAt < recoversWithinMs) {
    const spoiled = sent.filter(({ sentAt, outcome }) => sentAt >= healedAt && outcome !== 'served');
    const since = performance.now() - Math.max(healedAt, ...spoiled.map(({ endedAt }) => endedAt));
    if (since > quietMs) return;
    await stage.wait(quietMs - since + 1);
  }
}

function factsOf(traffic: BackgroundTraffic, moments: Moments): FaultFacts {
  const phases = phasesOf(traffic.sent, moments);
  const { before } = phases;
  if (before.requests === 0 || before.refused + before.failed > 0)
    throw new Error(`before the fault, ${before.refused + before.failed} of ${before.requests} requests were spoiled`);
  const renewals = traffic.sent.filter(({ step }) => step === 'refresh');
  const others = traffic.sent.filter(({ step }) => step !== 'refresh');
  const count = (sent: readonly Sent[], outcome: Sent['outcome']) =>
    sent.filter((one) => one.outcome === outcome).length;
  return {
    requests: others.length,
    refused: count(others, 'refused'),
    failed: count(others, 'failed'),
    users: traffic.users,
    lostUsers: traffic.lostUsers(),
    wronglyAccepted: traffic.probes.accepted,
    renewals: renewals.length,
    renewalsRefused: count(renewals, 'refused'),
    renewalsFailed: count(renewals, 'failed'),
    phases,
    recoveryMs: recoveryOf(traffic.sent, moments, quietMs),
    spoiled: spoiledBy(traffic.sent, moments),
    probes: traffic.probes.answered,
  };
}
