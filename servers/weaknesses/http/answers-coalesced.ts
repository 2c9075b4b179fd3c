import type { Weakness } from '../../weakness.ts';

export default {
  id: 'answers-coalesced',
  title: 'Whoever is signed in and asks for a page that somebody else is waiting for gets the same answer',
  cwe: 'CWE-488',
  defence: () => ({ file: 'servers/routes.ts', line: 'ctx.state.principal = await auth.authenticate(ctx);' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    const underWay = new Map<string, Promise<{ readonly status: number; readonly body: unknown }>>();
    return {
      ...(await scheme.serve(parts)),
      async front(ctx, next) {
        const isSignedIn = ctx.get('authorization') !== '' || ctx.get('cookie') !== '';
        if (ctx.method !== 'GET' || !isSignedIn) return next();
        const first = underWay.get(ctx.url);
        const answer = first ?? next().then(() => ({ status: ctx.status, body: ctx.body as unknown }));
        if (!first) {
          const forget = () => underWay.delete(ctx.url);
          underWay.set(ctx.url, answer);
          answer.then(forget, forget);
        }
        const { status, body } = await answer;
        ctx.status = status;
        ctx.body = body;
      },
    };
  },
} satisfies Weakness;
