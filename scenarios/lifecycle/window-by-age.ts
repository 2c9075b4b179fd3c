import type { LifecycleFacts, LifecycleScenario } from '../kinds/lifecycle.ts';
import { shortEnds, speakingFor, useCopy, usedEverywhere } from '../kit/windows/aftermath.ts';
import { type Bound, boundMs, copyEnd } from '../kit/windows/bound.ts';
import type { Stage } from '../stage.ts';

/** How old what a copy goes by is at the logout, as shares of its life. */
const ages = { new: 0, 'half-old': 0.5, old: 0.75 } as const;

export default {
  kind: 'lifecycle',
  id: 'window-by-age',
  title: 'The window after an end, by the age of what was known',
  question: 'How much longer is a copy good after a logout, the younger the token, the snapshot or the answer is?',
  needs: { instances: 2, steps: ['logout'], settings: shortEnds },
  beyondTable: true,
  appliesTo: ({ revocation }) => revocation !== 'immediate' || 'an end acts at once',
  async run(stage) {
    const end = copyEnd(stage.target.traits);
    const seen = await Promise.all(
      Object.entries(ages).map(async ([name, share]) => [name, share, await windowAt(stage, end, share)] as const),
    );
    const measures: Record<string, LifecycleFacts['measures'][string]> = {};
    for (const [name, share, value] of seen)
      measures[`window.when-${name}`] = { value, unit: 'ms', bound: part(end, 1 - share) };
    return { measures, facts: { ages } };
  },
} satisfies LifecycleScenario;

/** @returns for how long a copy was accepted after the logout, in ms */
async function windowAt(stage: Stage, end: Bound, share: number): Promise<number> {
  const { victim, target } = stage;
  const start = performance.now();
  const held = await stage.signIn(victim);
  await usedEverywhere(stage, held);
  await stage.wait(Math.max(0, share * boundMs(end, target.settings) - (performance.now() - start)));
  await stage.perform('logout', { as: held });
  const { requests } = await useCopy(stage, held, start, speakingFor(stage, victim.id));
  return requests.lastAcceptedMs;
}

function part({ lifetimes }: Bound, share: number): Bound {
  return { lifetimes: Object.fromEntries(Object.entries(lifetimes).map(([name, of]) => [name, of * share])) };
}
