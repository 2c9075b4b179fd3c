import { changedCookies } from '../../http/changed-cookies.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'cookie-readable-by-script',
  title: 'The cookie of the sign-in can be read by every script of the page',
  cwe: 'CWE-1004',
  defence: ({ ambient }) => ({
    file: ambient === 'every-request' ? 'servers/koa-sessions.ts' : 'servers/schemes/{scheme}.ts',
    line: 'httpOnly: true',
  }),
  appliesTo: ({ ambient }) => ambient !== 'never',
  async serve(scheme, parts) {
    return { ...(await scheme.serve(parts)), front: changedCookies(readable) };
  },
} satisfies Weakness;

/** A browser that knows the prefix takes no such cookie under it (RFC 6265bis): there, scripts find it under another name. */
function readable(line: string): readonly string[] {
  const bare = line.replace(/; *httponly/i, '');
  return line.startsWith(setByHttp) ? [line, bare.replace(setByHttp, '__Host-')] : [bare];
}

const setByHttp = '__Host-Http-';
