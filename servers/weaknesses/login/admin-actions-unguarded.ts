import type { Weakness } from '../../weakness.ts';

export default {
  id: 'admin-actions-unguarded',
  title: 'What an administrator does by POST and PUT is done for whoever is signed in',
  cwe: 'CWE-862',
  defence: () => ({ file: 'servers/administration.ts', line: 'const admin: Middleware' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async authenticate(ctx) {
        const principal = await sound.authenticate(ctx);
        const raised = principal && ctx.method !== 'GET' && ctx.path.startsWith('/admin/');
        const admin = raised && (await parts.accounts.byUsername('admin'));
        return admin ? { ...principal, id: admin.id, role: admin.role } : principal;
      },
    };
  },
} satisfies Weakness;
