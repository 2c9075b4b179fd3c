import type { Weakness } from '../../weakness.ts';

export default {
  id: 'lenient-http',
  title: 'Requests that contradict themselves are read in one of their senses',
  cwe: 'CWE-444',
  defence: () => ({ file: 'servers/http/one-host.ts', line: 'hosts(ctx) !== 1' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    return { ...(await scheme.serve(parts)), http: { insecureHTTPParser: true } };
  },
} satisfies Weakness;
