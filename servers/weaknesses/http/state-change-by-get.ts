import type { Weakness } from '../../weakness.ts';

export default {
  id: 'state-change-by-get',
  title: 'What changes state can be asked for by GET, as by a link',
  cwe: 'CWE-352',
  defence: () => ({ file: 'servers/routes.ts', line: "requests.post('/transfer'" }),
  appliesTo: ({ ambient }) => ambient === 'every-request',
  async serve(scheme, parts) {
    const { guard: _, ...rest } = await scheme.serve(parts);
    return {
      ...rest,
      front(ctx, next) {
        if (ctx.method === 'GET' && ctx.path === '/transfer') ctx.method = 'POST';
        return next();
      },
    };
  },
} satisfies Weakness;
