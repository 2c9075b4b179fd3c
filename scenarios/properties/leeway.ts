import type { Property } from '../kinds/property.ts';
import { accessTokenOf, statesClaims } from '../kit/tokens/presented-token.ts';
import { claimsOf } from '../kit/tokens/readable.ts';

type Seen = {
  readonly lifetimeMs: number;
  /** After its exp. */
  readonly lastAcceptedMs: number;
  readonly ended: boolean;
};

const longestLifeMs = 20_000;
const mostLeewayMs = 20_000;
const everyMs = 250;

export default {
  kind: 'property',
  id: 'leeway',
  title: 'Use of access tokens after their expiry',
  question: 'For how long beyond its exp does the server accept a token?',
  appliesTo({ traits, lifetimes }) {
    const surface = statesClaims(traits);
    if (surface !== true) return surface;
    const { access } = lifetimes;
    if (access === undefined) return { notRun: 'no short lifetime of access tokens is given (ttlMs.access)' };
    return (
      access <= longestLifeMs || { notRun: `a token lives for ${access} ms, and ${longestLifeMs} ms are waited for` }
    );
  },

  async probe(stage) {
    const held = await stage.signIn(stage.victim);
    const { exp } = claimsOf(accessTokenOf(held)) ?? {};
    if (typeof exp !== 'number') throw new Error('the token has no exp');
    const endsMs = exp * 1_000;
    const lifetimeMs = endsMs - Date.now();
    await stage.wait(Math.max(0, lifetimeMs - 2 * everyMs));
    let lastAcceptedMs = Number.NEGATIVE_INFINITY;
    let refused = 0;
    while (refused < 4 && Date.now() < endsMs + mostLeewayMs) {
      const sentMs = Date.now() - endsMs;
      if ((await stage.whoAmI(held)) === stage.victim.id) {
        lastAcceptedMs = sentMs;
        refused = 0;
      } else refused += 1;
      await stage.wait(everyMs);
    }
    return { lifetimeMs, lastAcceptedMs, ended: refused === 4 };
  },

  read({ lastAcceptedMs, ended }) {
    if (!Number.isFinite(lastAcceptedMs))
      return { value: undefined, because: 'the token was refused before its expiry' };
    if (!ended)
      return {
        value: { ms: mostLeewayMs, orMore: true },
        shown: `more than ${seconds(mostLeewayMs)}`,
        // verifiers forgive up to five minutes by default: whether it ends is seen only later
        because: `a token was still accepted ${Math.round(lastAcceptedMs)} ms after its exp, for as long as was watched`,
      };
    const ms = Math.max(0, lastAcceptedMs);
    return {
      value: { ms, orMore: false },
      shown: seconds(ms),
      because: `a token was last accepted ${Math.max(0, Math.round(lastAcceptedMs))} ms after its exp`,
      level: { meets: true, severity: 'high', fix: '', references: ['RFC 7519 §4.1.4', 'ASVS 9.2.1'] },
    };
  },
  declared: ({ leewayMs }) => (leewayMs === undefined ? undefined : seconds(leewayMs)),
  keeps({ value: { ms, orMore } = { ms: 0, orMore: false } }, { leewayMs = 0 }) {
    if (orMore) return leewayMs + 1_000 < mostLeewayMs ? false : undefined;
    return Math.round(ms / 1_000) * 1_000 <= leewayMs + 1_000;
  },
} satisfies Property<Seen, Leeway>;

type Leeway = {
  readonly ms: number;
  readonly orMore: boolean;
};

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`;
}
