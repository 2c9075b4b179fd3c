import type { Weakness } from '../../weakness.ts';

export default {
  id: 'end-all-ends-nothing',
  title: 'Other sign-ins of an account live on when its password changes or all of them are to be ended',
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'async endAll(' }),
  appliesTo: ({ store }) => store !== 'never',
  serve: async (scheme, parts) => ({ ...(await scheme.serve(parts)), async endAll() {} }),
} satisfies Weakness;
