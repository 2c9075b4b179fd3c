import type { Principal } from '../../scheme.ts';
import type { Weakness } from '../../weakness.ts';

const TTL_MS = 5_000;

export default {
  id: 'instance-caches-principal',
  title: `Each instance remembers for ${TTL_MS / 1_000} s whom a credential spoke for`,
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/routes.ts', line: 'ctx.state.principal = await auth.authenticate(ctx)' }),
  // Behind a session are tokens, without which nobody is asked: those would have to be remembered.
  appliesTo: ({ behind }) => behind === undefined,
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    const cache = new Map<string, { readonly principal: Principal; readonly until: number }>();
    return {
      ...sound,
      async authenticate(ctx) {
        const presented = `${ctx.get('authorization')} ${ctx.get('cookie')}`;
        const known = cache.get(presented);
        if (known && known.until > Date.now()) return known.principal;
        const principal = await sound.authenticate(ctx);
        if (principal) cache.set(presented, { principal, until: Date.now() + TTL_MS });
        return principal;
      },
    };
  },
} satisfies Weakness;
