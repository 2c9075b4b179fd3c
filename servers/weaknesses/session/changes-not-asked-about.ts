import type { Context } from 'koa';
import type { AuthServer, Parts, Principal, Scheme } from '../../scheme.ts';
import { knowsEach } from '../../sign-in-listing.ts';
import type { Weakness } from '../../weakness.ts';

/** One route that goes by what was known of a sign-in at its last use. */
export default [
  forgottenOn('changes-not-asked-about', '/transfer', 'one route that changes state'),
  forgottenOn('changes-not-asked-about-payout', '/payout', 'the route that asks for the password'),
  forgottenOn('changes-not-asked-about-sign-ins', '/sign-ins', 'the list of sign-ins', knowsEach),
];

function forgottenOn(id: string, path: string, where: string, has: typeof knowsEach = () => true): Weakness {
  return {
    id,
    title: `Whether a sign-in has ended is looked up, and forgotten on ${where}`,
    cwe: 'CWE-862',
    defence: () => ({ file: 'servers/routes.ts', line: 'ctx.state.principal = await auth.authenticate(ctx)' }),
    appliesTo: (traits) => traits.revocation !== 'at-expiry' && has(traits),
    serve: (scheme, parts) => serveForgetting(path, scheme, parts),
  };
}

async function serveForgetting(path: string, scheme: Scheme, parts: Parts): Promise<AuthServer> {
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
      return ctx.path === path
        ? presented(ctx)
            .map((one) => known.get(one))
            .find(Boolean)
        : principal;
    },
  };
}
