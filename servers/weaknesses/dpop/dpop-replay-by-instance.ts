import { memoryStore } from '../../store/memory.ts';
import { proofRules } from '../../tokens/dpop-rules.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'dpop-replay-by-instance',
  title: 'Which proofs were used is known to each instance for itself',
  cwe: 'CWE-294',
  defence: () => ({ file: 'servers/tokens/dpop-rules.ts', line: 'store.create(`proof:' }),
  appliesTo: ({ bound }) => bound === 'key',
  serve: (scheme, parts) => scheme.serve({ ...parts, proofs: (settings) => proofRules(settings, memoryStore()) }),
} satisfies Weakness;
