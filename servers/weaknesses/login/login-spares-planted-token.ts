import type { Weakness } from '../../weakness.ts';

export default {
  id: 'login-spares-planted-token',
  title: 'A login leaves the refresh token alive that the browser brought along',
  cwe: 'CWE-384',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'async signIn(' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  async serve(scheme, parts) {
    const sparing = await scheme.serve({ ...parts, store: { ...parts.store, delete: async () => 0 } });
    return { ...(await scheme.serve(parts)), signIn: sparing.signIn };
  },
} satisfies Weakness;
