import type { Weakness } from '../../weakness.ts';

export default {
  id: 'login-keeps-role',
  title: 'A login writes into the session that the browser has, and leaves the role that is there',
  cwe: 'CWE-269',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'ctx.session = { id, role, startedAt' }),
  appliesTo: ({ credential }) => credential === 'sealed',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async signIn(ctx, account) {
        const before = await sound.authenticate(ctx);
        return sound.signIn(ctx, { ...account, ...(before && { role: before.role }) });
      },
    };
  },
} satisfies Weakness;
