import type { Principal } from '../../scheme.ts';
import type { Weakness } from '../../weakness.ts';

/** Enough to tell apart the tokens that the server itself issues. */
const prefix = 'Bearer '.length + 128;
const ttlMs = 60_000;

export default {
  id: 'verified-token-cache',
  title: 'Who a token speaks for is kept for a minute, under its first 128 characters',
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'await jwtVerify(' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    const cache = new Map<string, { readonly principal: Principal; readonly until: number }>();
    return {
      ...sound,
      async authenticate(ctx) {
        const key = ctx.get('authorization').slice(0, prefix);
        const known = cache.get(key);
        if (known && known.until > Date.now()) return known.principal;
        const principal = await sound.authenticate(ctx);
        if (principal) cache.set(key, { principal, until: Date.now() + ttlMs });
        return principal;
      },
    };
  },
} satisfies Weakness;
