import type { HttpRequest } from '../../exchange.ts';
import type { Attack } from '../../kinds/attack.ts';
import { bindsKeys, judgeProofs, type ProofsSeen, tryProofs, withProof } from '../../kit/tokens/proof-attempts.ts';

export default {
  kind: 'attack',
  id: 'dpop-downgrade',
  title: 'Bound token as a bearer token',
  question: 'Is a token that is bound to a key refused wherever it comes without a proof?',
  goal: 'Use a stolen token as one that asks for no proof.',
  precondition: 'copy',
  severity: 'critical',
  references: ['CWE-757', 'RFC 9449 §7.2', 'RFC 9700 §2.2.1', 'ASVS 10.3.5', 'ASVS 10.4.14'],
  steps: [
    'The victim signs in with a key; the thief has a copy of the token.',
    'They present it as a bearer token in several spellings, without a proof and beside one for another token, and beside itself under both names.',
  ],
  controls: ['dpop-bearer-downgrade'],
  appliesTo: bindsKeys,
  expected: () => 'blocked',

  attempt: (stage) =>
    tryProofs(stage, async ({ key, nonce }, sound) => {
      const token = sound.headers.authorization?.slice('DPoP '.length) ?? '';
      const as = (authorization: string): HttpRequest => ({ ...sound, headers: { ...sound.headers, authorization } });
      const bearer = as(`Bearer ${token}`);
      return [
        { way: 'as a bearer token', request: bearer },
        { way: 'as a bearer token in small letters', request: as(`bearer ${token}`) },
        {
          way: 'as a bearer token, beside a proof for no token',
          request: withProof(bearer, await key.prove(bearer, { nonce })),
        },
        { way: 'as both', request: as(`Bearer ${token}, DPoP ${token}`) },
        { way: 'with no type', request: as(token) },
      ];
    }),

  judge: (seen) => judgeProofs(seen, 'ways without a proof'),
} satisfies Attack<ProofsSeen>;
