import { changedCookies } from '../../http/changed-cookies.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'cookie-bare-after-renewal',
  title: 'A cookie that is set anew because its session slides on has none of the attributes that it began with',
  cwe: 'CWE-1004',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'ctx.cookies.set(COOKIE, id' }),
  appliesTo: ({ renewal }) => renewal === 'sliding',
  async serve(scheme, parts) {
    const bare = changedCookies((line) => [line.replace(/; *(secure|httponly|samesite=\w+)/gi, '')]);
    return {
      ...(await scheme.serve(parts)),
      // only a session that slides sets a cookie where nobody asked for anything but to read
      front: (ctx, next) => (ctx.method === 'GET' ? bare(ctx, next) : next()),
    };
  },
} satisfies Weakness;
