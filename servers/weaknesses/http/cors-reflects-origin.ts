import type { Weakness } from '../../weakness.ts';

export default {
  id: 'cors-reflects-origin',
  title: 'Every origin that asks is allowed to read answers, with the cookies of its visitor',
  cwe: 'CWE-942',
  defence: () => ({ file: 'servers/app.ts', line: 'app.use(answerHeaders)' }),
  appliesTo: ({ ambient }) => ambient !== 'never',
  async serve(scheme, parts) {
    // An origin that is allowed to read is also believed to be ours.
    const { guard: _, ...unguarded } = await scheme.serve(parts);
    return {
      ...unguarded,
      async front(ctx, next) {
        ctx.set({
          'Access-Control-Allow-Origin': ctx.get('origin'),
          'Access-Control-Allow-Credentials': 'true',
          Vary: 'Origin',
        });
        await next();
      },
    };
  },
} satisfies Weakness;
