import type { Weakness } from '../../weakness.ts';

export default {
  id: 'logout-needs-access-token',
  title: 'A logout whose access token has expired, or is not there, ends nothing',
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'async signOut(' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  async serve(scheme, parts) {
    const sound = await scheme.serve(parts);
    return {
      ...sound,
      async signOut(ctx) {
        // where somebody was asked for before, the proof of this request is spent
        if (ctx.state.principal ?? (await sound.authenticate(ctx))) await sound.signOut(ctx);
      },
    };
  },
} satisfies Weakness;
