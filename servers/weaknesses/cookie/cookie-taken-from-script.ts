import { changedCookies } from '../../http/changed-cookies.ts';
import type { Weakness } from '../../weakness.ts';

const BY_HTTP = /__Host-Http-/g;

export default {
  id: 'cookie-taken-from-script',
  title: 'The cookie is also taken under a name that a script may write',
  cwe: 'CWE-565',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: "= '__Host-Http-" }),
  appliesTo: ({ ambient }) => ambient !== 'never',
  async serve(scheme, parts) {
    // Every cookie is set under both names, so that a client which knows the sound server's name is served as well.
    const both = changedCookies((line) => [line, line.replace(BY_HTTP, '__Host-')]);
    return {
      ...(await scheme.serve(parts)),
      front(ctx, next) {
        ctx.req.headers.cookie = plainFirst(ctx.get('cookie'));
        return both(ctx, next);
      },
    };
  },
} satisfies Weakness;

/** What is found first is what is read: the name that anybody may set, where there is one. */
function plainFirst(header: string): string {
  const pairs = header.split(/; */).filter(Boolean);
  const plain = pairs.filter((pair) => pair.startsWith('__Host-') && !pair.startsWith('__Host-Http-'));
  return [...plain.map((pair) => pair.replace('__Host-', '__Host-Http-')), ...pairs].join('; ');
}
