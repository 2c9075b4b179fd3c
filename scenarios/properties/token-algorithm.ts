import type { Property } from '../kinds/property.ts';
import { headerOf } from '../kit/tokens/credential-kind.ts';
import { accessTokenOf, statesClaims } from '../kit/tokens/presented-token.ts';

type Seen = { readonly alg: string | undefined; readonly kid: boolean };

export default {
  kind: 'property',
  id: 'token-algorithm',
  title: 'Signature algorithm of access tokens',
  question: 'How are tokens signed, and can others verify them without being able to sign?',
  appliesTo: ({ traits }) => statesClaims(traits),

  async probe(stage) {
    const header = headerOf(accessTokenOf(await stage.signIn(stage.victim)));
    return { alg: typeof header?.alg === 'string' ? header.alg : undefined, kid: header?.kid !== undefined };
  },

  read({ alg, kid }) {
    if (alg === undefined) return { value: undefined, because: 'the access token has no readable header' };
    const meets = !/^none$/i.test(alg);
    return {
      value: alg,
      learnt: { algorithm: alg },
      because: `tokens are signed with ${alg}, ${kid ? 'and name their key' : 'and name no key'}`,
      level: {
        meets,
        severity: 'critical',
        fix: meets ? '' : 'Sign tokens, and accept no unsigned one.',
        references: ['RFC 8725 §3.1', 'ASVS 9.1.2'],
      },
    };
  },
  declared: ({ algorithm }) => algorithm,
} satisfies Property<Seen>;
