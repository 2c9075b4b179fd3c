import { decodeJwt } from 'jose';
import type { Context } from 'koa';
import type { Principal } from '../../scheme.ts';
import { presentedToken } from '../../tokens/presented-token.ts';
import type { Weakness } from '../../weakness.ts';

const ttlMs = 60_000;

export default {
  id: 'verified-token-cache',
  title: 'Who a token speaks for is kept for a minute, under the id that it says it has',
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'await jwtVerify(' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    const cache = new Map<string, { readonly principal: Principal; readonly until: number }>();
    return {
      ...sound,
      async authenticate(ctx) {
        const key = idOf(ctx);
        const known = cache.get(key);
        if (known && known.until > Date.now()) return known.principal;
        const principal = await sound.authenticate(ctx);
        if (principal) cache.set(key, { principal, until: Date.now() + ttlMs });
        return principal;
      },
    };
  },
} satisfies Weakness;

function idOf(ctx: Context): string {
  const token = presentedToken(ctx);
  try {
    return decodeJwt(token).jti ?? token;
  } catch {
    return token;
  }
}
