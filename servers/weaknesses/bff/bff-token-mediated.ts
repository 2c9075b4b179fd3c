import { accessTokens } from '../../tokens/access-token.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'bff-token-mediated',
  title: 'The login tells the page an access token, for what it may ask by itself',
  cwe: 'CWE-522',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'async signIn(' }),
  appliesTo: ({ behind }) => behind === 'resource-server',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    const tokens = await accessTokens(parts.settings);
    return {
      ...sound,
      signIn: async (ctx, account) => ({ ...(await sound.signIn(ctx, account)), ...(await tokens.issue(account)) }),
    };
  },
} satisfies Weakness;
