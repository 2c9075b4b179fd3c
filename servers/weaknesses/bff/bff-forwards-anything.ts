import type { Middleware } from 'koa';
import { accessTokens } from '../../tokens/access-token.ts';
import type { Weakness } from '../../weakness.ts';

/** What addresses are joined with. */
const UPSTREAM = 'http://resources.internal';

export default {
  id: 'bff-forwards-anything',
  title: 'Whatever is asked for is asked of the address that comes of joining it with that of the resource server',
  cwe: 'CWE-918',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'const FORWARDED =' }),
  appliesTo: ({ behind }) => behind === 'resource-server',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    const tokens = await accessTokens(parts.settings);
    const withSession: Middleware = sound.middleware ?? ((_ctx, next) => next());
    return {
      ...sound,
      async front(ctx, next) {
        const target = ctx.req.url ?? '/';
        if (ctx.method !== 'GET' || !URL.canParse(target, UPSTREAM)) return next();
        const asked = new URL(target, UPSTREAM);
        if (asked.origin === UPSTREAM) {
          ctx.path = asked.pathname;
          return next();
        }
        await withSession(ctx, async () => {
          const principal = await sound.authenticate(ctx);
          if (!principal) return next();
          const { access_token } = await tokens.issue(principal);
          const headers = { authorization: `Bearer ${access_token}` };
          const answer = await fetch(asked, { headers }).catch(() => undefined);
          ctx.status = answer?.status ?? 404;
          ctx.body = await answer?.text();
        });
      },
    };
  },
} satisfies Weakness;
