import type { Weakness } from '../../weakness.ts';

export default {
  id: 'login-from-any-page',
  title: 'A login is taken from every page, whatever type its body is said to have',
  cwe: 'CWE-352',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'guard: {' }),
  appliesTo: ({ ambient }) => ambient !== 'never',
  async serve(scheme, parts) {
    const { guard: _, ...rest } = await scheme.serve(parts);
    return {
      ...rest,
      front(ctx, next) {
        if (ctx.path === '/login') ctx.req.headers['content-type'] = 'application/json';
        return next();
      },
    };
  },
} satisfies Weakness;
