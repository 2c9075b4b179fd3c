import type { Weakness } from '../../weakness.ts';

export default {
  id: 'rotation-without-reuse-detection',
  title: 'A refresh token is spent once, but its replay ends nothing',
  cwe: 'CWE-294',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: "log('refresh_reuse'" }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  async serve(scheme, parts) {
    // A renewal deletes only what a replay gives away.
    const blind = await scheme.serve({ ...parts, store: { ...parts.store, delete: async () => 0 } });
    return { ...(await scheme.serve(parts)), ...(blind.renew && { renew: blind.renew }) };
  },
} satisfies Weakness;
