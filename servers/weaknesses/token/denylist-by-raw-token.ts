import type { Context } from 'koa';
import { digest } from '../../digest.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'denylist-by-raw-token',
  title: 'What was revoked is noted under the hash of its text, of which a token has many',
  cwe: 'CWE-180',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'store.mark(`denied:' }),
  appliesTo: ({ credential, revocation }) => credential === 'self-contained' && revocation === 'immediate',
  async serve(scheme, parts) {
    const { settings, store } = parts;
    const sound = await scheme.serve(parts);
    const key = (ctx: Context) => `denied:${digest(ctx.get('authorization'))}`;
    return {
      ...sound,
      authenticate: async (ctx) => ((await store.get(key(ctx))) === undefined ? sound.authenticate(ctx) : undefined),
      signOut: async (ctx) => {
        await store.create(key(ctx), '', settings.accessMs + settings.toleranceMs);
      },
    };
  },
} satisfies Weakness;
