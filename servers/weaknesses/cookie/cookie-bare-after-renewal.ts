import type { Weakness } from '../../weakness.ts';

export default {
  id: 'cookie-bare-after-renewal',
  title: 'A cookie that is set anew because its session slides on has none of the attributes that it began with',
  cwe: 'CWE-1004',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'ctx.cookies.set(COOKIE,' }),
  appliesTo: ({ renewal }) => renewal === 'sliding',
  async serve(scheme, parts) {
    const { idleMs } = parts.settings;
    return {
      ...(await scheme.serve(parts)),
      async front(ctx, next) {
        await next();
        const isOld = (ctx.session?.startedAt ?? Number.POSITIVE_INFINITY) + idleMs / 2 < Date.now();
        const lines = [ctx.response.headers['set-cookie'] ?? []].flat().map(String);
        if (isOld && lines.length > 0)
          ctx.set(
            'Set-Cookie',
            lines.map((line) => line.replace(/; *(secure|httponly|samesite=\w+)/gi, '')),
          );
      },
    };
  },
} satisfies Weakness;
