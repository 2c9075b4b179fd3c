import { changedCookies, withSameSite } from '../../http/changed-cookies.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'cookie-samesite-absent',
  // What koa-session does by itself; browsers other than Chromium take it for None.
  title: 'The cookie says nothing of other sites, and nothing else is checked',
  cwe: 'CWE-1275',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'sameSite:' }),
  appliesTo: ({ ambient }) => ambient !== 'never',
  async serve(scheme, parts) {
    const { guard: _, ...rest } = await scheme.serve(parts);
    return { ...rest, front: changedCookies((line) => [withSameSite(line, undefined)]) };
  },
} satisfies Weakness;
