import { tokenFamilies } from '../../tokens/token-family.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'bff-renewals-collide',
  title: 'Of two instances that renew the tokens of a session at once, one is taken for a thief',
  cwe: 'CWE-841',
  defence: () => ({ file: 'servers/bff/kept-tokens.ts', line: 'graceMs: Math.max(' }),
  appliesTo: ({ behind }) => behind === 'resource-server',
  serve: (scheme, parts) =>
    scheme.serve({
      ...parts,
      families: (given) => tokenFamilies({ ...given, settings: { ...given.settings, graceMs: 0 } }),
    }),
} satisfies Weakness;
