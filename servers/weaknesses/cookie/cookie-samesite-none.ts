import { changedCookies, withSameSite } from '../../http/changed-cookies.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'cookie-samesite-none',
  title: 'The cookie goes along with the requests of every site, and nothing else is checked',
  cwe: 'CWE-1275',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'sameSite:' }),
  appliesTo: ({ ambient }) => ambient !== 'never',
  async serve(scheme, parts) {
    const { guard: _, ...rest } = await scheme.serve(parts);
    return { ...rest, front: changedCookies((line) => [withSameSite(line, 'none')]) };
  },
} satisfies Weakness;
