import type { Weakness } from '../../weakness.ts';

export default {
  id: 'request-repeated-in-answers',
  title: 'Every answer repeats the cookies of its request, to help who looks for faults',
  cwe: 'CWE-215',
  defence: () => ({ file: 'servers/app.ts', line: 'app.use(answerHeaders)' }),
  appliesTo: ({ ambient }) => ambient !== 'never',
  async serve(scheme, parts) {
    return {
      ...(await scheme.serve(parts)),
      async front(ctx, next) {
        await next();
        if (ctx.status !== 200) return;
        const body = typeof ctx.body === 'string' ? JSON.parse(ctx.body) : ctx.body;
        ctx.body = { ...Object(body), debug: { cookie: ctx.get('cookie') } };
      },
    };
  },
} satisfies Weakness;
