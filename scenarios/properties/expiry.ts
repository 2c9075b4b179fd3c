import type { Property } from '../kinds/property.ts';
import { ageAt, isBefore, timed } from '../kit/windows/age.ts';
import type { Stage } from '../stage.ts';

type Seen = {
  readonly lifetimeMs: number;
  /** Uses that were accepted, each 0.6 of the lifetime after the one before. */
  readonly uses: number;
  readonly unusedGood: boolean;
  /** How old the unused one was when that was last asked. */
  readonly watchedMs: number;
  readonly selfContained: boolean;
  /** How long the one in use had not been used for at most, when it was refused; absent where it was not. */
  readonly silentMs?: number;
};

const share = 0.6;
/** The last of these uses is far enough behind the end of a fixed lifetime for a second of rounding not to reach it. */
const wantedUses = 4;
const longestLifeMs = 20_000;
/** What is still good then is watched for so much longer: stores tidy up late, and verifiers forgive a little of clocks. */
const leewayMs = 20_000;

export default {
  kind: 'property',
  id: 'expiry',
  title: 'Sliding or fixed expiry',
  question: 'Does use prolong a sign-in, and does silence end it on the server?',
  appliesTo({ lifetimes, traits }) {
    const { access, session } = lifetimes;
    const lifetime = traits.credential === 'self-contained' ? access : (session ?? access);
    if (lifetime === undefined)
      return { notRun: 'no lifetime is given (ttlMs), and nobody waits for one that is unknown' };
    return (
      lifetime <= longestLifeMs || {
        notRun: `a sign-in lives for ${lifetime} ms, and ${longestLifeMs} ms are waited for`,
      }
    );
  },

  async probe(stage) {
    const lifetimeMs = lifetimeOf(stage);
    const { victim, attacker, target } = stage;
    const unused = await stage.signIn(victim);
    let { value: used, span: lastUse } = await timed(() => stage.signIn(attacker));
    let uses = 0;
    let silentMs: number | undefined;
    const go = async (steps: number) => {
      for (let i = 0; i < steps; i += 1) {
        await stage.wait(share * lifetimeMs);
        if (silentMs !== undefined) continue;
        const { value, span } = await timed(() => stage.perform('me', { as: used }));
        if (value.subject !== attacker.id) {
          silentMs = ageAt(lastUse, span).mostMs;
          continue;
        }
        uses += 1;
        // a cookie that slides may be handed out anew
        used = value.credential;
        lastUse = span;
      }
    };
    await go(wantedUses);
    let watched = wantedUses;
    let unusedGood = (await stage.whoAmI(unused)) === victim.id;
    if (unusedGood) {
      // the question may have prolonged it
      const more = Math.ceil((lifetimeMs + leewayMs) / (share * lifetimeMs));
      await go(more);
      watched += more;
      unusedGood = (await stage.whoAmI(unused)) === victim.id;
    }
    return {
      lifetimeMs,
      uses,
      unusedGood,
      watchedMs: Math.round(share * watched * lifetimeMs),
      selfContained: target.traits.credential === 'self-contained',
      ...(silentMs !== undefined && { silentMs }),
    };
  },

  read({ lifetimeMs, uses, unusedGood, watchedMs, selfContained, silentMs }) {
    if (!isBefore({ mostMs: silentMs ?? 0 }, lifetimeMs))
      return {
        value: undefined,
        because: `a sign-in in use was not used for up to ${silentMs} ms of its ${lifetimeMs} ms: that may have ended it`,
      };
    if (uses === 0) return { value: undefined, because: `a sign-in was refused at ${share} of its ${lifetimeMs} ms` };
    // by default some verifiers forgive five minutes
    if (unusedGood && selfContained)
      return {
        value: undefined,
        because: `a token that lives for ${lifetimeMs} ms was still good after ${watchedMs} ms: whether it ends later was not watched`,
      };
    const lasted = `${(share * uses).toFixed(1)} times its ${lifetimeMs} ms`;
    return {
      value: unusedGood ? 'not ended' : silentMs === undefined ? 'sliding' : 'fixed',
      because: unusedGood
        ? `a sign-in that nobody used was still good after ${watchedMs} ms, where it lives for ${lifetimeMs} ms`
        : `a sign-in in use was good for ${lasted}, one that nobody used was refused`,
      level: {
        meets: !unusedGood,
        severity: 'medium',
        fix: unusedGood ? 'End sign-ins on the server: when a client forgets them binds honest clients only.' : '',
        references: ['ASVS 7.3.1', 'ASVS 7.3.2', 'CWE-613'],
      },
    };
  },
  declared: ({ expiry }) => expiry,
} satisfies Property<Seen>;

function lifetimeOf({ target: { lifetimes, traits } }: Stage): number {
  const { access, session } = lifetimes;
  return (traits.credential === 'self-contained' ? access : (session ?? access)) ?? 0;
}
