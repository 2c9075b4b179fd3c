import type { SessionData } from '../../session-store.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'login-keeps-session-id',
  title: 'A login writes the new user into the session that the browser brought along',
  cwe: 'CWE-384',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'await ctx.session.regenerate()' }),
  appliesTo: ({ renewal, credential, behind }) => renewal === 'sliding' && credential === 'reference' && !behind,
  async serve(scheme, parts) {
    return {
      ...(await scheme.serve(parts)),
      async signIn(ctx, { id, role }) {
        // What koa-session does by itself: an assignment keeps the key.
        ctx.session = { id, role, startedAt: Date.now() } satisfies SessionData;
        return {};
      },
    };
  },
} satisfies Weakness;
