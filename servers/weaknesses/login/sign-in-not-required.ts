import type { Weakness } from '../../weakness.ts';

export default {
  id: 'sign-in-not-required',
  title: 'A request that changes something and says who it is for is believed without a credential',
  cwe: 'CWE-306',
  defence: () => ({ file: 'servers/routes.ts', line: 'if (!ctx.state.principal)' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async authenticate(ctx) {
        const known = await sound.authenticate(ctx);
        if (known || ctx.method === 'GET') return known;
        return ctx.path.startsWith('/admin/') ? { id: 'admin', role: 'admin' } : undefined;
      },
    };
  },
} satisfies Weakness;
