import type { Property } from '../kinds/property.ts';
import { accessTokenOf, statesClaims } from '../kit/tokens/presented-token.ts';
import { claimsOf } from '../kit/tokens/readable.ts';

type Seen = { readonly ids: readonly (string | undefined)[] };

export default {
  kind: 'property',
  id: 'token-jti',
  title: 'Identifiers of access tokens',
  question: 'Has each token an identifier under which it could be taken back?',
  appliesTo: ({ traits }) => statesClaims(traits),

  async probe(stage) {
    const ids = [];
    for (const user of [stage.victim, stage.victim, stage.attacker]) {
      const { jti } = claimsOf(accessTokenOf(await stage.signIn(user))) ?? {};
      ids.push(typeof jti === 'string' ? jti : undefined);
    }
    return { ids };
  },

  read({ ids }) {
    const given = ids.filter((id) => id !== undefined);
    if (given.length === 0) return { value: 'absent', because: `none of ${ids.length} tokens has a jti` };
    const unique = new Set(given).size === ids.length;
    return {
      value: unique ? 'unique' : 'repeated',
      because: `${ids.length} tokens with ${new Set(given).size} different jti`,
    };
  },
} satisfies Property<Seen>;
