import { decodeJwt, decodeProtectedHeader } from 'jose';
import { presentedToken } from '../../tokens/presented-token.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'jwt-addresses-followed',
  title: 'An address in a token is fetched, whatever member it stands in',
  cwe: 'CWE-918',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'function verifyingKey(' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async authenticate(ctx) {
        const principal = await sound.authenticate(ctx);
        const token = presentedToken(ctx);
        const members = principal ? { ...decodeProtectedHeader(token), ...decodeJwt(token) } : {};
        const addresses = Object.values(members).filter((value) => String(value).startsWith('http://127.0.0.1:'));
        for (const address of addresses) await fetch(String(address)).catch(() => undefined);
        return principal;
      },
    };
  },
} satisfies Weakness;
