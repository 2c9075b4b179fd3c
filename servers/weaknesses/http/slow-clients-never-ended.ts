import type { Weakness } from '../../weakness.ts';

export default {
  id: 'slow-clients-never-ended',
  title: 'How long requests take is looked at once in an hour',
  cwe: 'CWE-770',
  defence: () => ({ file: 'servers/http/limits.ts', line: 'connectionsCheckingInterval' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    return { ...(await scheme.serve(parts)), http: { connectionsCheckingInterval: 3_600_000 } };
  },
} satisfies Weakness;
