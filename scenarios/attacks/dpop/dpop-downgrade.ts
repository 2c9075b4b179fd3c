import type { HttpRequest } from '../../exchange.ts';
import type { Attack } from '../../kinds/attack.ts';
import { bindsKeys, judgeProofs, type ProofsSeen, tryProofs, withProof } from '../../kit/tokens/proof-attempts.ts';
import { withoutKey } from '../../kit/tokens/proof-key.ts';
import type { Stage } from '../../stage.ts';

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
    'They present it as a bearer token in several spellings, without a proof and beside one for another token, and beside itself under both names; and so the token that another sign-in of the victim was given at its renewal.',
  ],
  fix: 'Refuse a token that is bound to a key (cnf.jkt) wherever it comes as a bearer token, or without exactly one proof.',
  controls: ['dpop-bearer-downgrade'],
  appliesTo: bindsKeys,
  expected: () => 'blocked',

  attempt: (stage) =>
    tryProofs(stage, async ({ key, nonce }, sound) => {
      const token = sound.headers.authorization?.slice('DPoP '.length) ?? '';
      const renewed = await renewedToken(stage);
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
        ...(renewed === undefined
          ? []
          : [
              { way: 'a renewed token, without a proof', request: as(`DPoP ${renewed}`) },
              { way: 'a renewed token, as a bearer token', request: as(`Bearer ${renewed}`) },
            ]),
      ];
    }),

  judge: (seen) => judgeProofs(seen, 'ways without a proof'),
} satisfies Attack<ProofsSeen>;

/** A token is bound anew at each renewal, by other code than at the login. */
async function renewedToken(stage: Stage): Promise<string | undefined> {
  if (!stage.target.protocol.steps.refresh) return undefined;
  const { credential } = await stage.perform('refresh', { as: await stage.signIn(stage.victim) });
  return stage.request('me', { as: withoutKey(credential) }).headers.authorization?.slice('DPoP '.length);
}
