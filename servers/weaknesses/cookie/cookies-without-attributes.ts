import type { Weakness } from '../../weakness.ts';

export default {
  id: 'cookies-without-attributes',
  title: 'Cookies that scripts may read, that any connection carries and that every site sends along',
  cwe: 'CWE-1004',
  defence: ({ ambient }) => ({
    file: ambient === 'every-request' ? 'servers/koa-sessions.ts' : 'servers/schemes/{scheme}.ts',
    line: 'httpOnly: true',
  }),
  appliesTo: ({ ambient }) => ambient !== 'never',
  async serve(scheme, parts) {
    return {
      ...(await scheme.serve(parts)),
      async front(ctx, next) {
        try {
          await next();
        } finally {
          const bare = [ctx.response.headers['set-cookie'] ?? []]
            .flat()
            .map((line) => String(line).replace(/; *(secure|httponly|samesite=\w+)/gi, ''));
          if (bare.length > 0) ctx.set('Set-Cookie', bare);
        }
      },
    };
  },
} satisfies Weakness;
