import { changedCookies } from '../../http/changed-cookies.ts';
import type { Weakness } from '../../weakness.ts';

/** The name that browsers take from a sound server alone, and a shorter one that somebody else may set too. */
interface Names {
  readonly sound: string;
  readonly shorter: string;
}

export default [
  weakness({
    id: 'cookie-prefix-not-required',
    title: 'The cookie is also taken under a name that a sibling subdomain may set',
    line: 'const COOKIE =',
    names: { sound: '__Host-', shorter: '' },
  }),
  weakness({
    id: 'cookie-prefix-http-not-required',
    title: 'The cookie is also taken under a name that a script may write',
    line: "= '__Host-Http-",
    names: { sound: '__Host-Http-', shorter: '__Host-' },
  }),
];

function weakness({
  names,
  line,
  ...about
}: Pick<Weakness, 'id' | 'title'> & { line: string; names: Names }): Weakness {
  return {
    ...about,
    cwe: 'CWE-565',
    defence: () => ({ file: 'servers/schemes/{scheme}.ts', line }),
    appliesTo: ({ ambient }) => ambient !== 'never',
    async serve(scheme, parts) {
      // Every cookie is set under both names, so that a client which knows the sound server's name is served as well.
      const both = changedCookies((cookie) => [cookie, cookie.replaceAll(names.sound, names.shorter)]);
      return {
        ...(await scheme.serve(parts)),
        front(ctx, next) {
          ctx.req.headers.cookie = shorterFirst(ctx.get('cookie'), names);
          return both(ctx, next);
        },
      };
    },
  };
}

/** What is found first is what is read: the name that others may set, where there is one. */
function shorterFirst(header: string, { sound, shorter }: Names): string {
  const pairs = header.split(/; */).filter(Boolean);
  const named = pairs.filter((pair) => pair.startsWith(shorter) && !pair.startsWith(sound));
  return [...named.map((pair) => `${sound}${pair.slice(shorter.length)}`), ...pairs].join('; ');
}
