import { digest } from '../../digest.ts';
import { cookiesOf } from '../../protocol.ts';
import { markedFamilies } from '../../tokens/marked-families.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'logout-needs-newest-token',
  title: 'A logout with a refresh token that somebody else has renewed meanwhile ends nothing',
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: 'half.equals(tellTale(key, generation))' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  async serve(scheme, parts) {
    const sound = await scheme.serve({ ...parts, families: markedFamilies });
    const cookies = cookiesOf(scheme.protocol);
    return {
      ...sound,
      async signOut(ctx) {
        const tokens = cookies.flatMap((name) => ctx.cookies.get(name, { signed: false }) ?? []);
        const spent = await Promise.all(tokens.map((token) => parts.store.get(`spent:${digest(token)}`)));
        if (spent.every((mark) => mark === undefined)) await sound.signOut(ctx);
      },
    };
  },
} satisfies Weakness;
