import type { Property } from '../kinds/property.ts';
import { ageAt, isBefore, timed } from '../kit/windows/age.ts';
import type { Stage } from '../stage.ts';

type Seen = {
  readonly lifetimeMs: number;
  /** Uses that were accepted, each 0.6 of the lifetime after the one before. */
  readonly uses: number;
  readonly unusedGood: boolean;
  /** How long the one in use had not been used for at most, when it was refused; absent where it was not. */
  readonly silentMs?: number;
};

/** The last of them is far enough behind the end of a fixed lifetime for a verifier's leeway not to reach it. */
const wantedUses = 4;
const longestLifeMs = 20_000;

export default {
  kind: 'property',
  id: 'expiry',
  title: 'Sliding or fixed expiry',
  question: 'Does use prolong a sign-in, and does silence end it on the server?',
  appliesTo({ foreign, traits }) {
    const { access, session } = foreign?.lifetimes ?? {};
    const lifetime = traits.credential === 'self-contained' ? access : (session ?? access);
    if (lifetime === undefined)
      return 'not run: no lifetime is given (ttlMs), and nobody waits for one that is unknown';
    return (
      lifetime <= longestLifeMs || `not run: a sign-in lives for ${lifetime} ms, and ${longestLifeMs} ms are waited for`
    );
  },

  async probe(stage) {
    const lifetimeMs = lifetimeOf(stage);
    const { victim, attacker } = stage;
    const unused = await stage.signIn(victim);
    let { value: used, span: lastUse } = await timed(() => stage.signIn(attacker));
    let uses = 0;
    let silentMs: number | undefined;
    for (; uses < wantedUses; uses += 1) {
      await stage.wait(0.6 * lifetimeMs);
      const { value, span } = await timed(() => stage.perform('me', { as: used }));
      if (value.subject !== attacker.id) {
        silentMs = ageAt(lastUse, span).mostMs;
        break;
      }
      // a cookie that slides may be handed out anew
      used = value.credential;
      lastUse = span;
    }
    await stage.wait(0.6 * lifetimeMs * (wantedUses - uses - 1));
    const unusedGood = (await stage.whoAmI(unused)) === victim.id;
    return { lifetimeMs, uses, unusedGood, ...(silentMs !== undefined && { silentMs }) };
  },

  read({ lifetimeMs, uses, unusedGood, silentMs = 0 }) {
    if (!isBefore({ mostMs: silentMs }, lifetimeMs))
      return {
        value: undefined,
        because: `a sign-in in use was not used for up to ${silentMs} ms of its ${lifetimeMs} ms: that may have ended it`,
      };
    if (uses === 0) return { value: undefined, because: `a sign-in was refused at 0.6 of its ${lifetimeMs} ms` };
    const lasted = `${(0.6 * uses).toFixed(1)} times its ${lifetimeMs} ms`;
    return {
      value: unusedGood ? 'not ended' : uses === wantedUses ? 'sliding' : 'fixed',
      because: unusedGood
        ? `a sign-in that nobody used was still good after 2.4 times its ${lifetimeMs} ms`
        : `a sign-in in use was good for ${lasted}, one that nobody used was refused`,
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
