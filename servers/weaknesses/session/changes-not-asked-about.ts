import type { Context } from 'koa';
import type { Principal } from '../../scheme.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'changes-not-asked-about',
  title: 'Whether a sign-in has ended is looked up for reads, and forgotten on one route that changes state',
  cwe: 'CWE-862',
  defence: () => ({ file: 'servers/routes.ts', line: 'ctx.state.principal = await auth.authenticate(ctx)' }),
  appliesTo: ({ revocation }) => revocation !== 'at-expiry',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    const known = new Map<string, Principal>();
    const presented = (ctx: Context) =>
      [ctx.get('authorization'), ...ctx.get('cookie').split('; ')].filter((one) => one !== '');
    const asked = async (ctx: Context) => {
      const principal = await sound.authenticate(ctx);
      if (principal) for (const one of presented(ctx)) known.set(one, principal);
      return principal;
    };
    const { middleware } = sound;
    return {
      ...sound,
      // what is passed on to another server asks nobody here
      ...(middleware && {
        async middleware(ctx: Context, next: () => Promise<unknown>) {
          await middleware(ctx, next);
          await asked(ctx);
        },
      }),
      async authenticate(ctx) {
        const principal = await asked(ctx);
        return ctx.path === '/transfer'
          ? presented(ctx)
              .map((one) => known.get(one))
              .find(Boolean)
          : principal;
      },
    };
  },
} satisfies Weakness;
