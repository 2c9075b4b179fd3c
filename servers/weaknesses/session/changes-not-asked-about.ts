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
    return {
      ...sound,
      async authenticate(ctx) {
        const presented = [ctx.get('authorization'), ...ctx.get('cookie').split('; ')].filter((one) => one !== '');
        const principal = await sound.authenticate(ctx);
        if (principal) for (const one of presented) known.set(one, principal);
        return ctx.path === '/transfer' ? presented.map((one) => known.get(one)).find(Boolean) : principal;
      },
    };
  },
} satisfies Weakness;
