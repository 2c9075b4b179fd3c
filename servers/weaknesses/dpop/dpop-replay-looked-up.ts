import { proofRules } from '../../tokens/dpop-rules.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'dpop-replay-looked-up',
  title: 'Whether a proof was used is looked up first, and noted afterwards',
  cwe: 'CWE-367',
  defence: () => ({ file: 'servers/tokens/dpop-rules.ts', line: 'store.create(`proof:' }),
  appliesTo: ({ bound }) => bound === 'key',
  serve: (scheme, parts) =>
    scheme.serve({
      ...parts,
      proofs: (settings, store) =>
        proofRules(settings, {
          async create(key, value, ttlMs) {
            if ((await parts.store.get(key)) !== undefined) return false;
            await store.create(key, value, ttlMs);
            return true;
          },
        }),
    }),
} satisfies Weakness;
