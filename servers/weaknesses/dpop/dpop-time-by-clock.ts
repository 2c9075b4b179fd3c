import { type ProofSeen, proofRules } from '../../tokens/dpop-rules.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'dpop-time-by-clock',
  title: 'When a proof was made is told by whoever made it: no nonce is asked for',
  cwe: 'CWE-294',
  defence: () => ({ file: 'servers/tokens/dpop-rules.ts', line: 'return timedByClock &&' }),
  appliesTo: ({ bound }) => bound === 'key',
  serve: (scheme, parts) =>
    scheme.serve({
      ...parts,
      proofs(...given) {
        const sound = proofRules(...given);
        const withoutNonce = ({ nonce: _, ...claims }: ProofSeen['claims']) => claims;
        return {
          ...sound,
          time: (proof) => sound.time({ ...proof, claims: withoutNonce(proof.claims), timedByClock: true }),
        };
      },
    }),
} satisfies Weakness;
