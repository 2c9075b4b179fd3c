import { changedCookies, withSameSite } from '../../http/changed-cookies.ts';
import type { Weakness } from '../../weakness.ts';

export default [
  // What koa-session does by itself; browsers other than Chromium take it for None.
  samesite('absent', 'The cookie says nothing of other sites, and nothing else is checked', undefined),
  samesite('none', 'The cookie goes along with the requests of every site, and nothing else is checked', 'none'),
];

function samesite(name: string, title: string, value: Parameters<typeof withSameSite>[1]): Weakness {
  return {
    id: `cookie-samesite-${name}`,
    title,
    cwe: 'CWE-1275',
    defence: ({ ambient }) => ({
      file: ambient === 'every-request' ? 'servers/koa-sessions.ts' : 'servers/schemes/{scheme}.ts',
      line: 'sameSite:',
    }),
    appliesTo: ({ ambient }) => ambient !== 'never',
    async serve(scheme, parts) {
      const { guard: _, ...rest } = await scheme.serve(parts);
      return { ...rest, front: changedCookies((line) => [withSameSite(line, value)]) };
    },
  };
}
