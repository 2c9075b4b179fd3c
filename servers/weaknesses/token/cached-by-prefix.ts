import type { Principal } from '../../scheme.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'cached-by-prefix',
  title: 'Answers about tokens are remembered under the first 16 characters of the token',
  cwe: 'CWE-187',
  defence: () => ({ file: 'servers/introspection/answer-cache.ts', line: 'const key = digest(token)' }),
  appliesTo: ({ transport, credential }) => transport === 'bearer' && credential === 'reference',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    const known = new Map<string, Principal>();
    return {
      ...sound,
      async authenticate(ctx) {
        const key = ctx.get('authorization').slice(0, 'Bearer '.length + 16);
        const principal = (ctx.state.mayLag && known.get(key)) || (await sound.authenticate(ctx));
        if (principal) known.set(key, principal);
        return principal;
      },
    };
  },
} satisfies Weakness;
