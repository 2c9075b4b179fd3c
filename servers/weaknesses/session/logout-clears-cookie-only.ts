import { cookiesOf } from '../../protocol.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'logout-clears-cookie-only',
  title: 'A logout that only makes the client forget its credential',
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'async signOut(' }),
  appliesTo: ({ ambient, revocation }) => revocation !== 'at-expiry' || ambient === 'renewal',
  async serve(scheme, parts) {
    const cookies = cookiesOf(scheme.protocol);
    return {
      ...(await scheme.serve(parts)),
      async signOut(ctx) {
        for (const name of cookies) ctx.cookies.set(name, null, { secure: true, httpOnly: true, signed: false });
      },
    };
  },
} satisfies Weakness;
