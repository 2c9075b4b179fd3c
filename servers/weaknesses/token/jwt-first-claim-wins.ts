import { base64url } from 'jose';
import { readBy } from '../../tokens/token-reader.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'jwt-first-claim-wins',
  title: 'One parser checks a token, and another one, which takes the first of two names, reads it',
  cwe: 'CWE-436',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'await jwtVerify(' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      authenticate: async (ctx) => ((await sound.authenticate(ctx)) ? readBy(firstSubject, ctx) : undefined),
    };
  },
} satisfies Weakness;

function firstSubject(token: string): unknown {
  const text = Buffer.from(base64url.decode(token.split('.')[1] ?? '')).toString();
  const first = (name: string) => new RegExp(`"${name}":"([^"]*)"`).exec(text)?.[1];
  return { sub: first('sub'), role: first('role') };
}
