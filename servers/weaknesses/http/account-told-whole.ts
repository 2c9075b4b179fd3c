import type { Weakness } from '../../weakness.ts';

export default {
  id: 'account-told-whole',
  title: 'Every answer to somebody carries their account as it is kept',
  cwe: 'CWE-212',
  defence: () => ({ file: 'servers/routes.ts', line: 'const { id, role } = principal(ctx);' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    return {
      ...(await scheme.serve(parts)),
      async front(ctx, next) {
        await next();
        const { id } = Object(ctx.body);
        if (typeof id === 'string') ctx.body = { ...Object(ctx.body), account: await parts.accounts.byId(id) };
      },
    };
  },
} satisfies Weakness;
