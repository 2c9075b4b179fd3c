import type { Property } from '../kinds/property.ts';
import { accessTokenOf, statesClaims } from '../kit/tokens/presented-token.ts';
import { claimsOf } from '../kit/tokens/readable.ts';

type Seen = { readonly lifetimeMs: number; readonly lastAcceptedMs: number; readonly ended: boolean };

const longestLifeMs = 20_000;
const mostLeewayMs = 20_000;
const everyMs = 250;

export default {
  kind: 'property',
  id: 'leeway',
  title: 'Use of access tokens after their expiry',
  question: 'For how long beyond its exp does the server accept a token?',
  appliesTo({ traits, foreign }) {
    const surface = statesClaims(traits);
    if (surface !== true) return surface;
    const { access } = foreign?.lifetimes ?? {};
    if (access === undefined) return 'not run: no short lifetime of access tokens is given (ttlMs.access)';
    return access <= longestLifeMs || `not run: a token lives for ${access} ms, and ${longestLifeMs} ms are waited for`;
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
    const meets = ended;
    const seconds = Math.max(0, Math.round(lastAcceptedMs / 1_000));
    return {
      value: ended ? `${seconds} s` : 'not ended',
      because: ended
        ? `a token was last accepted ${Math.max(0, Math.round(lastAcceptedMs))} ms after its exp`
        : `a token was still accepted ${Math.round(lastAcceptedMs)} ms after its exp`,
      level: {
        meets,
        severity: 'high',
        fix: meets ? '' : 'Refuse tokens after their exp.',
        references: ['RFC 7519 §4.1.4', 'ASVS 9.2.1'],
      },
    };
  },
  declared: ({ leewayMs }) => (leewayMs === undefined ? undefined : `${Math.round(leewayMs / 1_000)} s`),
  keeps: ({ value = '' }, { leewayMs = 0 }) => Number.parseInt(value, 10) * 1_000 <= leewayMs + 1_000,
} satisfies Property<Seen>;
