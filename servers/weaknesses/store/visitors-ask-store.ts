import type { Weakness } from '../../weakness.ts';

export default {
  id: 'visitors-ask-store',
  title: 'The store is asked about everybody, also about whoever presents nothing that could be looked up',
  cwe: 'CWE-400',
  defence: () => ({ file: 'servers/routes.ts', line: 'const requests = behind(' }),
  appliesTo: ({ store }) => store !== 'never',
  async serve(scheme, parts) {
    const { middleware, ...sound } = await scheme.serve(parts);
    return {
      ...sound,
      async middleware(ctx, next) {
        await parts.store.get(`visits:${ctx.ip}`);
        await (middleware ? middleware(ctx, next) : next());
      },
    };
  },
} satisfies Weakness;
