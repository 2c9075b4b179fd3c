import { digest } from '../../digest.ts';
import { cookiesOf } from '../../protocol.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'login-under-old-id-too',
  title: 'What a login writes is also found under the id that the browser brought along',
  cwe: 'CWE-384',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'await ctx.session.regenerate()' }),
  appliesTo: ({ behind }) => behind === 'resource-server',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    const [cookie = ''] = cookiesOf(scheme.protocol);
    const { store, settings } = parts;
    return {
      ...sound,
      async signIn(ctx, account) {
        const old = ctx.cookies.get(cookie, { signed: false });
        const handedOut = await sound.signIn(ctx, account);
        if (old === undefined) return handedOut;
        const entry = [`session:${digest(old)}`, JSON.stringify(ctx.session.toJSON()), settings.idleMs] as const;
        if (!(await store.update(...entry))) await store.create(...entry);
        return handedOut;
      },
    };
  },
} satisfies Weakness;
