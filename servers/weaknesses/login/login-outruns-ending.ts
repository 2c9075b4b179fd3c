import type { Weakness } from '../../weakness.ts';

export default {
  id: 'login-outruns-ending',
  title: 'A login does not look again whether its account was changed while the password was compared',
  cwe: 'CWE-367',
  defence: () => ({ file: 'servers/routes.ts', line: 'if (now?.version !== account.version) {' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async front(ctx, next) {
        try {
          await next();
        } catch (error) {
          // what a login that looks again holds back
          if (!ctx.state.handedOut) throw error;
          ctx.body = ctx.state.handedOut;
        }
      },
      async signIn(ctx, account) {
        const handedOut = await sound.signIn(ctx, account);
        ctx.state.handedOut = { id: account.id, role: account.role, ...handedOut };
        return handedOut;
      },
      async signOut(ctx) {
        // what it takes back
        if (ctx.path !== '/login') await sound.signOut(ctx);
      },
    };
  },
} satisfies Weakness;
