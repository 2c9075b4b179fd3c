import { jsonBody } from '../../http/json-body.ts';
import { cookiesOf } from '../../protocol.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'credential-from-anywhere',
  title: 'A credential is taken from the query, the body or any header, where its own place is empty',
  cwe: 'CWE-598',
  defence({ transport, credential }) {
    if (transport === 'cookie') return { file: 'servers/schemes/{scheme}.ts', line: 'ctx.cookies.get(COOKIE,' };
    return credential === 'reference'
      ? { file: 'servers/schemes/{scheme}.ts', line: 'const TOKEN =' }
      : { file: 'servers/tokens/access-token.ts', line: 'const PRESENTED =' };
  },
  appliesTo: () => true,
  async serve(scheme, parts) {
    const cookies = cookiesOf(scheme.protocol);
    const places = Object.values(scheme.protocol.credentials).map(({ in: place }) => place);
    const type = places.flatMap((place) => ('header' in place ? place.prefix : []))[0] ?? 'Bearer ';
    return {
      ...(await scheme.serve(parts)),
      async front(ctx, next) {
        if (ctx.method === 'POST' && ctx.is('application/json')) await jsonBody(ctx, async () => {});
        const given: Record<string, unknown> = { ...ctx.headers, ...ctx.query, ...Object(ctx.request.body) };
        const { headers } = ctx.req;
        if (!headers.authorization && given.access_token) headers.authorization = `${type}${given.access_token}`;
        if (!headers.cookie) {
          const found = cookies.filter((name) => given[name.toLowerCase()] ?? given[name]);
          const pairs = found.map((name) => `${name}=${given[name] ?? given[name.toLowerCase()]}`);
          if (given.refresh_token) pairs.push(`${cookies[0]}=${given.refresh_token}`);
          headers.cookie = pairs.join('; ');
        }
        await next();
      },
    };
  },
} satisfies Weakness;
