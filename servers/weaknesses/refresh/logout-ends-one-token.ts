import { digest } from '../../digest.ts';
import { cookiesOf } from '../../protocol.ts';
import { markedFamilies } from '../../tokens/marked-families.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'logout-ends-one-token',
  title: 'A logout ends the refresh token that it is sent, and no other one of the sign-in',
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: 'return family !== undefined && end(family);' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  async serve(scheme, parts) {
    const cookies = cookiesOf(scheme.protocol);
    return {
      ...(await scheme.serve({ ...parts, families: markedFamilies })),
      async signOut(ctx) {
        for (const name of cookies) {
          const token = ctx.cookies.get(name, { signed: false });
          if (token) await parts.store.delete(`refresh:${digest(token)}`);
          ctx.cookies.set(name, null, { secure: true, httpOnly: true, signed: false });
        }
      },
    };
  },
} satisfies Weakness;
