import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Principal } from '../../scheme.ts';
import { presentedToken } from '../../tokens/presented-token.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'jwt-alg-none-accepted',
  title: 'A token whose header says that it is not signed needs no signature',
  cwe: 'CWE-347',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'algorithms: [' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async authenticate(ctx) {
        return (await sound.authenticate(ctx)) ?? unsigned(presentedToken(ctx));
      },
    };
  },
} satisfies Weakness;

function unsigned(token: string): Principal | undefined {
  try {
    if (decodeProtectedHeader(token).alg?.toLowerCase() !== 'none') return undefined;
    const { sub, role } = decodeJwt(token);
    return sub ? { id: sub, role: role === 'admin' ? 'admin' : 'user' } : undefined;
  } catch {
    return undefined;
  }
}
