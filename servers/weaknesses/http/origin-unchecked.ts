import type { Weakness } from '../../weakness.ts';

export default {
  id: 'origin-unchecked',
  title: 'Only the SameSite attribute of the cookie stands against forged requests',
  cwe: 'CWE-352',
  defence: () => ({ file: 'servers/http/same-origin.ts', line: '!isOurs(ctx)' }),
  appliesTo: ({ ambient }) => ambient !== 'never',
  async serve(scheme, parts) {
    const { guard: _, ...rest } = await scheme.serve(parts);
    return rest;
  },
} satisfies Weakness;
