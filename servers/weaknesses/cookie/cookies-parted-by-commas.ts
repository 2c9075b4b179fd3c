import type { Weakness } from '../../weakness.ts';

export default {
  id: 'cookies-parted-by-commas',
  title: 'A header of cookies that begins with $Version is read by RFC 2109, where commas part them too',
  cwe: 'CWE-436',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'const COOKIE =' }),
  appliesTo: ({ ambient }) => ambient !== 'never',
  async serve(scheme, parts) {
    return {
      ...(await scheme.serve(parts)),
      front(ctx, next) {
        const header = ctx.get('cookie');
        if (header.startsWith('$Version')) ctx.req.headers.cookie = header.replaceAll(',', '; ');
        return next();
      },
    };
  },
} satisfies Weakness;
