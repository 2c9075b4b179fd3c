import { proofRules } from '../../tokens/dpop-rules.ts';
import type { Weakness } from '../../weakness.ts';

const REMEMBERED_MS = 500;

export default {
  id: 'dpop-replay-forgotten',
  title: 'That a proof was used is remembered for half a second, and it is good for longer',
  cwe: 'CWE-294',
  defence: () => ({ file: 'servers/tokens/dpop-rules.ts', line: 'const rememberedMs =' }),
  appliesTo: ({ bound }) => bound === 'key',
  serve: (scheme, parts) =>
    scheme.serve({
      ...parts,
      proofs: (settings, store) =>
        proofRules(settings, { create: (key, value) => store.create(key, value, REMEMBERED_MS) }),
    }),
} satisfies Weakness;
