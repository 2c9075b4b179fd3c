import type { Property } from '../property.ts';
import type { Stage } from '../stage.ts';

type Seen = { readonly lifetimeMs: number; readonly unusedGood: boolean; readonly usedGood: boolean; readonly early: boolean };

const longestLifeMs = 20_000;

export default {
  kind: 'property',
  id: 'expiry',
  title: 'Sliding or fixed expiry',
  question: 'Does use prolong a sign-in, and does silence end it on the server?',
  appliesTo({ foreign, traits }) {
    const { access, session } = foreign?.lifetimes ?? {};
    const lifetime = traits.credential === 'self-contained' ? access : (session ?? access);
    if (lifetime === undefined) return 'not run: no lifetime is given (ttlMs), and nobody waits for one that is unknown';
    return (
      lifetime <= longestLifeMs || `not run: a sign-in lives for ${lifetime} ms, and ${longestLifeMs} ms are waited for`
    );
  },

  async probe(stage) {
    const lifetimeMs = lifetimeOf(stage);
    const [unused, used] = [await stage.signIn(stage.victim), await stage.signIn(stage.attacker)];
    await stage.wait(0.6 * lifetimeMs);
    const halfway = await stage.perform('me', { as: used });
    const early = halfway.subject === stage.attacker.id;
    await stage.wait(0.6 * lifetimeMs + 1_000);
    // a sliding cookie may be handed out anew; what the server keeps counts for the old one as well
    const usedGood = (await stage.whoAmI(used)) !== undefined || (await stage.whoAmI(halfway.credential)) !== undefined;
    await stage.wait(0.3 * lifetimeMs);
    return { lifetimeMs, early, usedGood, unusedGood: (await stage.whoAmI(unused)) !== undefined };
  },

  read({ lifetimeMs, early, usedGood, unusedGood }) {
    if (!early) return { value: undefined, because: `a sign-in was refused at 0.6 of its ${lifetimeMs} ms` };
    const value = unusedGood ? 'not ended' : usedGood ? 'sliding' : 'fixed';
    return {
      value,
      because: unusedGood
        ? `a sign-in that nobody used was still good after 1.5 times its ${lifetimeMs} ms`
        : `after 1.2 times its ${lifetimeMs} ms, a sign-in in use was ${usedGood ? 'good' : 'refused'}`,
      level: {
        meets: !unusedGood,
        severity: 'medium',
        fix: unusedGood ? 'End sign-ins on the server: the Max-Age of a cookie binds honest browsers only.' : '',
        references: ['ASVS 7.3.1', 'ASVS 7.3.2', 'CWE-613'],
      },
    };
  },
  declared: ({ expiry }) => expiry,
} satisfies Property<Seen>;

function lifetimeOf({ target: { foreign, traits } }: Stage): number {
  const { access, session } = foreign?.lifetimes ?? {};
  return (traits.credential === 'self-contained' ? access : (session ?? access)) ?? 0;
}
