import type { Weakness } from '../../weakness.ts';

const HEADERS = ['x-http-method-override', 'x-http-method', 'x-method-override'];

export default {
  id: 'method-override-honoured',
  title: 'A header or a query parameter says which method a request really has',
  cwe: 'CWE-650',
  defence: () => ({ file: 'servers/app.ts', line: 'app.use(router.allowedMethods())' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    return {
      ...(await scheme.serve(parts)),
      front(ctx, next) {
        const [named] = [...HEADERS.map((name) => ctx.get(name)), ctx.query._method].filter(Boolean);
        if (typeof named === 'string') {
          ctx.method = named.toUpperCase();
          // What a framework does that overrides first and checks the origin afterwards by the method on the wire.
          ctx.req.headers['sec-fetch-site'] = 'same-origin';
        }
        return next();
      },
    };
  },
} satisfies Weakness;
