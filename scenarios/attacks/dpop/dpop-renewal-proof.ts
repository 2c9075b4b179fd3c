import type { Reply } from '../../exchange.ts';
import type { Attack } from '../../kinds/attack.ts';
import { isRenewed, only } from '../../kit/clients/renewal.ts';
import type { Attempt } from '../../kit/evidence/attempts.ts';
import { bindsKeys, judgeProofs, type ProofsSeen, withProof } from '../../kit/tokens/proof-attempts.ts';
import { type KeySignIn, seconds, signInWithKey, withoutKey } from '../../kit/tokens/proof-key.ts';
import type { Stage } from '../../stage.ts';

export default {
  kind: 'attack',
  id: 'dpop-renewal-proof',
  title: 'Renewal with a proof that was not made for it',
  question: 'Does a renewal ask for a proof that was made just now, for it, and for the first time?',
  goal: 'Renew a stolen refresh token with proofs that its owner made in advance, or has used already.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-294', 'RFC 9449 §5', 'RFC 9449 §8', 'RFC 9449 §11.1', 'RFC 9449 §11.2', 'RFC 9700 §2.2.2'],
  steps: [
    'The victim signs in with a key and renews; the thief has a copy of the refresh token, and proofs that the victim made for something else.',
    'They renew with proofs of another address and method, with those of an hour ago, of now and of in an hour that state no nonce, and with one that the victim has used for a renewal.',
    'Before and after, the victim renews with a sound proof.',
  ],
  fix: 'Check method, address, time, nonce and first use of a proof at a renewal just as at every other request.',
  controls: ['dpop-unchecked-htu', 'dpop-unchecked-time', 'dpop-time-by-clock', 'dpop-unchecked-unused'],
  needs: { steps: ['refresh'] },
  appliesTo: ({ renewal, ...traits }) =>
    renewal === 'rotation' ? bindsKeys(traits) : 'no refresh token takes the place of another',
  expected: () => 'blocked',

  async attempt(stage) {
    let owner = await signInWithKey(stage, stage.victim);
    const first = await soundly(stage, owner);
    const before = isRenewed(stage, first.reply);
    owner = after(owner, first.reply);
    const request = stage.request('refresh', { as: withoutKey(only('refresh', owner.held)) });
    const { key, nonce } = owner;
    const hour = 3_600;
    const proofs: Readonly<Record<string, string>> = {
      'of another address': await key.prove({ ...request, path: '/me' }, { nonce }),
      'of another method': await key.prove({ ...request, method: 'GET' }, { nonce }),
      // a second ahead, so that it is of this moment also where it is sent late
      'of now, without a nonce': await key.prove(request, { iat: seconds() + 1 }),
      'of an hour ago': await key.prove(request, { iat: seconds() - hour }),
      'of in an hour': await key.prove(request, { iat: seconds() + hour }),
      'that was used': first.proof,
    };
    const attempts: Attempt[] = [];
    for (const [way, proof] of Object.entries(proofs)) {
      const reply = await send(stage, owner, proof);
      const got = isRenewed(stage, reply);
      attempts.push({ way, status: reply.status, ...(got && { got: 'tokens of the victim' }) });
      if (got) owner = after(owner, reply);
    }
    const last = await soundly(stage, owner);
    return { attempts, genuineAccepted: before && isRenewed(stage, last.reply) };
  },

  judge: (seen) => judgeProofs(seen, 'such proofs'),
} satisfies Attack<ProofsSeen>;

/** What they hold after a renewal, with the nonce that it may have told. */
function after({ key, nonce }: KeySignIn, { credential, headers }: Reply): KeySignIn {
  return { key, held: withoutKey(credential), nonce: String(headers['dpop-nonce'] ?? nonce) };
}

/** With the nonce that they have, and once more with the one that they are told. */
async function soundly(stage: Stage, signedIn: KeySignIn): Promise<{ readonly reply: Reply; readonly proof: string }> {
  const request = stage.request('refresh', { as: withoutKey(only('refresh', signedIn.held)) });
  const ask = async (nonce: string) => {
    const proof = await signedIn.key.prove(request, { nonce });
    return { proof, reply: await send(stage, signedIn, proof) };
  };
  const first = await ask(signedIn.nonce);
  const told = first.reply.headers['dpop-nonce'];
  return told && !isRenewed(stage, first.reply) ? ask(String(told)) : first;
}

function send(stage: Stage, { held }: KeySignIn, proof: string): Promise<Reply> {
  const request = stage.request('refresh', { as: withoutKey(only('refresh', held)) });
  return stage.perform('refresh', { as: withoutKey(held), headers: withProof(request, proof).headers });
}
