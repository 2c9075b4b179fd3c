import { decodeJwt } from 'jose';
import type { Principal } from '../../scheme.ts';
import { presentedToken } from '../../tokens/presented-token.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'jwt-decode-without-verify',
  title: 'The claims of a token are read, its signature is not checked',
  cwe: 'CWE-347',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'await jwtVerify(' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  async serve(scheme, parts) {
    return {
      ...(await scheme.serve(parts)),
      authenticate: async (ctx) => claimed(presentedToken(ctx)),
    };
  },
} satisfies Weakness;

function claimed(token: string): Principal | undefined {
  try {
    const { sub, role } = decodeJwt(token);
    return sub ? { id: sub, role: role === 'admin' ? 'admin' : 'user' } : undefined;
  } catch {
    return undefined;
  }
}
