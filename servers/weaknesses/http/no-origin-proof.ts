import type { Weakness } from '../../weakness.ts';

export default {
  id: 'no-origin-proof',
  title: 'A state change is believed whatever page asked for it',
  cwe: 'CWE-352',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'guard: {' }),
  appliesTo: ({ ambient }) => ambient !== 'never',
  async serve(scheme, parts) {
    const { guard: _, ...unguarded } = await scheme.serve(parts);
    return unguarded;
  },
} satisfies Weakness;
