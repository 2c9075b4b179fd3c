import type { Weakness } from '../../weakness.ts';

export default {
  id: 'late-request-lifts-denial',
  title: 'A request writes back at its end the state that its token had when it began',
  cwe: 'CWE-362',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'store.mark(`denied:' }),
  appliesTo: ({ credential, revocation, endsAllBy }) =>
    credential === 'self-contained' && revocation === 'immediate' && endsAllBy !== 'date',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      touch: async (ctx) => {
        await parts.store.delete(`denied:${ctx.state.principal.session}`);
      },
    };
  },
} satisfies Weakness;
