import { changedCookies, withSameSite } from '../../http/changed-cookies.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'state-change-by-get',
  title: 'What changes state can be asked for by GET, as by a link',
  cwe: 'CWE-352',
  defence: () => ({ file: 'servers/routes.ts', line: "requests.post('/transfer'" }),
  appliesTo: ({ ambient }) => ambient === 'every-request',
  async serve(scheme, parts) {
    const { guard: _, ...rest } = await scheme.serve(parts);
    const lax = changedCookies((line) => [withSameSite(line, 'lax')]);
    return {
      ...rest,
      front(ctx, next) {
        // links carry a Lax cookie, and no Strict one
        if (ctx.method === 'GET' && ctx.path === '/transfer') ctx.method = 'POST';
        return lax(ctx, next);
      },
    };
  },
} satisfies Weakness;
