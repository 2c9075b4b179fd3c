import type { Property } from '../kinds/property.ts';
import { accessTokenOf, statesClaims } from '../kit/tokens/presented-token.ts';
import { claimsOf } from '../kit/tokens/readable.ts';

type Seen = { readonly names: readonly string[]; readonly lifetimeS: number | undefined };

export default {
  kind: 'property',
  id: 'token-claims',
  title: 'Claims that can be read',
  question: 'What does an access token tell whoever holds it, and does it say when it ends?',
  appliesTo: ({ traits }) => statesClaims(traits),

  async probe(stage) {
    const claims = claimsOf(accessTokenOf(await stage.signIn(stage.victim))) ?? {};
    const { exp, iat } = claims;
    const lifetimeS = typeof exp === 'number' ? exp - (typeof iat === 'number' ? iat : Date.now() / 1_000) : undefined;
    return { names: Object.keys(claims).sort(), lifetimeS: lifetimeS && Math.round(lifetimeS) };
  },

  read({ names, lifetimeS }) {
    if (names.length === 0) return { value: undefined, because: 'the access token has no readable claims' };
    return {
      value: names,
      shown: names.join(', '),
      because:
        lifetimeS === undefined
          ? `${names.join(', ')}: no exp`
          : `${names.join(', ')}; good for ${lifetimeS} s by its exp`,
      level: {
        meets: lifetimeS !== undefined,
        severity: 'high',
        fix: lifetimeS === undefined ? 'Give tokens an expiry, and require it.' : '',
        references: ['ASVS 9.2.1', 'RFC 8725 §3.9', 'CWE-613'],
      },
    };
  },
} satisfies Property<Seen>;
