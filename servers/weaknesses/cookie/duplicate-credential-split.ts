import type { IncomingMessage } from 'node:http';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'duplicate-credential-split',
  title: 'Of two credentials in a request, reads take the first and state changes the last',
  cwe: 'CWE-436',
  defence({ transport, credential }) {
    if (transport === 'cookie') return { file: 'servers/schemes/{scheme}.ts', line: 'ctx.cookies.get(COOKIE,' };
    return credential === 'reference'
      ? { file: 'servers/schemes/{scheme}.ts', line: 'const TOKEN =' }
      : { file: 'servers/tokens/access-token.ts', line: 'const PRESENTED =' };
  },
  appliesTo: () => true,
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async middleware(ctx, next) {
        if (ctx.method !== 'GET') takeLast(ctx.req);
        await (sound.middleware ? sound.middleware(ctx, next) : next());
      },
    };
  },
} satisfies Weakness;

/** Rewrites the request as a part would see it that reads its headers from the end. */
function takeLast({ headers, rawHeaders }: IncomingMessage): void {
  const last = rawHeaders.findLastIndex((name, i) => i % 2 === 0 && name.toLowerCase() === 'authorization');
  if (last >= 0) headers.authorization = rawHeaders[last + 1];
  if (headers.cookie) headers.cookie = headers.cookie.split(/; */).reverse().join('; ');
}
