import type { Credential } from '../exchange.ts';
import type { LifecycleScenario } from '../kinds/lifecycle.ts';
import { fromBodies } from '../kit/clients/client-kept.ts';
import { isRenewed } from '../kit/clients/renewal.ts';
import type { Stage } from '../stage.ts';

export default {
  kind: 'lifecycle',
  id: 'non-browser-client',
  title: 'A client without a cookie jar',
  question: 'What can an app or a script do that keeps only what answers tell in their bodies?',
  needs: { hooks: ['effects'] },
  appliesTo: () => true,
  async run(stage) {
    const { victim, target } = stage;
    const held = await stage.signIn(victim);
    const bodies = fromBodies(target.protocol, held);
    const reads = (as: Credential) => stage.whoAmI(as).then((id) => (id === victim.id ? 1 : 0));
    const measures = {
      'reads.with-bodies-only': await reads(bodies),
      'renewals.with-bodies-only': await renewals(stage, bodies),
      'changes.without-origin': await changesWithoutOrigin(stage, held),
      'reads.with-cookies-carried': await reads(held),
      'renewals.with-cookies-carried': await renewals(stage, held),
    };
    return {
      measures: Object.fromEntries(
        Object.entries(measures).map(([name, value]) => [name, { value, unit: 'ratio' as const }]),
      ),
      facts: { keptFromBodies: Object.keys(bodies), handedOut: Object.keys(held) },
    };
  },
} satisfies LifecycleScenario;

async function renewals(stage: Stage, as: Credential): Promise<number> {
  if (!stage.target.protocol.steps.refresh) return 0;
  return isRenewed(stage, await stage.perform('refresh', { as })) ? 1 : 0;
}

/** Only browsers send `Origin` by themselves (Fetch §3.2). */
async function changesWithoutOrigin(stage: Stage, as: Credential): Promise<number> {
  const { origin: _, ...headers } = stage.request('transfer', { as }).headers;
  const before = await stage.hooks.effects?.(stage.victim.id);
  await stage.send({ ...stage.request('transfer', { as }), headers });
  return (await stage.hooks.effects?.(stage.victim.id)) === before ? 0 : 1;
}
