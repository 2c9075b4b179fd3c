import { changedCookies } from '../../http/changed-cookies.ts';
import type { Weakness } from '../../weakness.ts';

const PREFIX = /__Host-/g;

export default {
  id: 'cookie-prefix-not-required',
  title: 'The cookie is also taken under a name that a sibling subdomain may set',
  cwe: 'CWE-565',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'const COOKIE =' }),
  appliesTo: ({ ambient }) => ambient !== 'never',
  async serve(scheme, parts) {
    // Every cookie is set under both names, so that a client which knows the sound server's name is served as well.
    const both = changedCookies((line) => [line, line.replace(PREFIX, '')]);
    return {
      ...(await scheme.serve(parts)),
      front(ctx, next) {
        ctx.req.headers.cookie = bareNamesFirst(ctx.get('cookie'));
        return both(ctx, next);
      },
    };
  },
} satisfies Weakness;

/** What is found first is what is read: a bare name where there is one. */
function bareNamesFirst(header: string): string {
  const pairs = header.split(/; */).filter(Boolean);
  const bare = pairs.filter((pair) => !pair.startsWith('__Host-'));
  return [...bare.map((pair) => `__Host-${pair}`), ...pairs].join('; ');
}
