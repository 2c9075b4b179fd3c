import { decodeJwt } from 'jose';
import { jsonBody } from '../../http/json-body.ts';
import { accessTokens } from '../../tokens/access-token.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'renewal-trusts-request',
  title: 'A renewal takes the account from the old access token and the role from the request',
  cwe: 'CWE-639',
  defence: () => ({
    file: 'servers/tokens/token-family.ts',
    line: 'const account = await accounts.byId(family.account)',
  }),
  appliesTo: ({ renewal, credential }) => renewal === 'rotation' && credential === 'self-contained',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    const tokens = await accessTokens(parts.settings, scheme.traits.bound ? 'DPoP' : 'Bearer');
    return {
      ...sound,
      async renew(ctx) {
        if (ctx.is('application/json')) await jsonBody(ctx, async () => {});
        const renewed: Record<string, unknown> = (await sound.renew?.(ctx)) ?? {};
        const account = { ...renewed, ...(await tokens.principal(ctx)), ...(ctx.request.body as object) };
        const { id, role } = account as Parameters<typeof tokens.issue>[0];
        const { cnf } = decodeJwt(String(renewed.access_token));
        return { id, role, ...(await tokens.issue({ id, role }, cnf ? { cnf } : {})) };
      },
    };
  },
} satisfies Weakness;
