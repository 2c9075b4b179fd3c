import { accessTokens } from '../../tokens/access-token.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'dpop-bearer-downgrade',
  title: 'A token that is bound to a key is also taken without a proof, as a bearer token is',
  cwe: 'CWE-757',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'const PRESENTED =' }),
  appliesTo: ({ bound }) => bound === 'key',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    const bearer = await accessTokens(parts.settings);
    return { ...sound, authenticate: async (ctx) => (await bearer.principal(ctx)) ?? sound.authenticate(ctx) };
  },
} satisfies Weakness;
