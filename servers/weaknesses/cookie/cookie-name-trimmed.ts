import type { Weakness } from '../../weakness.ts';

export default {
  id: 'cookie-name-trimmed',
  title: 'Unicode white space before the name of a cookie is cut off',
  cwe: 'CWE-180',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'const COOKIE =' }),
  appliesTo: ({ ambient }) => ambient !== 'never',
  async serve(scheme, parts) {
    return {
      ...(await scheme.serve(parts)),
      front(ctx, next) {
        // Node gives header bytes as Latin-1; servers that decode UTF-8 and trim it see another name than the browser.
        const text = Buffer.from(ctx.get('cookie'), 'latin1').toString('utf8');
        const pairs = text.split(';').map((pair) => pair.trim());
        ctx.req.headers.cookie = pairs.join('; ');
        return next();
      },
    };
  },
} satisfies Weakness;
