import { applicationSteps } from '../protocol.ts';
import type { Scheme } from '../scheme.ts';
import { accessTokens, bearerChallenge } from '../tokens/access-token.ts';

export default {
  id: 'jwt',
  title: 'Stateless JWT',
  summary: 'The client holds a signed statement of who it is; the server keeps nothing and cannot take it back.',
  traits: {
    transport: 'bearer',
    ambient: 'never',
    credential: 'self-contained',
    renewal: 'none',
    revocation: 'at-expiry',
    store: 'never',
  },
  protocol: {
    credentials: {
      access: { role: 'access', from: { json: 'access_token' }, in: { header: 'authorization', prefix: 'Bearer ' } },
    },
    steps: applicationSteps(['access']),
  },
  async serve({ settings }) {
    const tokens = await accessTokens(settings);
    return {
      challenge: bearerChallenge,
      authenticate: (ctx) => tokens.principal(ctx),
      publicKeys: tokens.published,
      signIn: (_ctx, account) => tokens.issue(account),
      // Nothing is kept that could be ended: the client forgets its token, and a copy lives until `exp`.
      async signOut() {},
      endAll: async () => undefined,
    };
  },
} satisfies Scheme;
