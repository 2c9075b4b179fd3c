import { type ProofRules, proofRules } from '../../tokens/dpop-rules.ts';
import type { Weakness } from '../../weakness.ts';

/** One rule of RFC 9449 §4.3 that a server leaves out. */
export default [
  unchecked('spelling', 'A proof is whatever a lenient decoder makes the right bytes of', 'CWE-180', 'spelling: ('),
  unchecked('typ', 'Whatever the key of a client has signed is a proof', 'CWE-345', 'typ: ('),
  unchecked('htm', 'A proof is good for every method', 'CWE-345', 'htm: ('),
  unchecked('htu', 'A proof is good for every address', 'CWE-345', 'htu: ('),
  unchecked('time', 'A proof is good whenever it was made', 'CWE-294', 'if (nonce !== undefined)'),
  unchecked('ath', 'A proof is good with every token of its key', 'CWE-345', 'ath: ('),
  unchecked('key', 'A proof is good for every token, whichever key it is bound to', 'CWE-287', 'key: ('),
  unchecked('unused', 'A proof is good as often as it is sent', 'CWE-294', 'unused: async ('),
];

function unchecked(rule: keyof ProofRules, title: string, cwe: string, line: string): Weakness {
  return {
    id: `dpop-unchecked-${rule}`,
    title,
    cwe,
    defence: () => ({ file: 'servers/tokens/dpop-rules.ts', line }),
    appliesTo: ({ bound }) => bound === 'key',
    serve: (scheme, parts) =>
      scheme.serve({ ...parts, proofs: (...given) => ({ ...proofRules(...given), [rule]: () => true }) }),
  };
}
