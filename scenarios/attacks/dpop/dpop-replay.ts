import type { HttpRequest } from '../../exchange.ts';
import type { Attack } from '../../kinds/attack.ts';
import type { Attempt } from '../../kit/evidence/attempts.ts';
import {
  attemptOf,
  bindsKeys,
  judgeProofs,
  type ProofsSeen,
  tryProofs,
  withProof,
} from '../../kit/tokens/proof-attempts.ts';
import type { Stage } from '../../stage.ts';

/** Copies of one request that are released together, over all instances; and how often. */
const parallel = 20;
const rounds = 3;
/** Longer than a server would remember that thinks of double clicks alone. */
const laterMs = 1_200;

export default {
  kind: 'attack',
  id: 'dpop-replay',
  title: 'Replay of a proof',
  question: 'Is a proof good once, on whichever instance, for as long as it is good at all?',
  goal: 'Send a request once more that they saw, with the proof in it.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-294', 'CWE-347', 'RFC 9449 §4.3 (7)', 'RFC 9449 §11.1'],
  steps: [
    'The victim signs in with a key; the thief sees whole requests of theirs, with token and proof.',
    'They send one again at the same instance, at the other one, and once more a little later; and one whose signature they change into the other one that is as good (n − s in place of s), which needs no key.',
    `They release ${parallel} copies of one that the victim has not sent yet together, over all instances, ${rounds} times.`,
  ],
  fix: 'Note the jti of each proof while it is good, in one atomic step (SET NX), in a store that all instances share.',
  controls: ['dpop-unchecked-unused', 'dpop-replay-by-instance', 'dpop-replay-forgotten', 'dpop-replay-looked-up'],
  needs: { instances: 2 },
  appliesTo: bindsKeys,
  expected: () => 'blocked',

  async attempt(stage) {
    const seen: Attempt[] = [];
    const { genuineAccepted } = await tryProofs(stage, async ({ key, nonce }, sound) => {
      const fresh = async () => withProof(sound, await key.prove(sound, { nonce }));
      const used = await fresh();
      await sendAt(stage, used, 0);
      seen.push(attemptOf(stage, 'again at the same instance', await sendAt(stage, used, 0)));
      seen.push(attemptOf(stage, 'under its other signature', await sendAt(stage, otherwiseSigned(used), 0)));
      seen.push(attemptOf(stage, 'at another instance', await sendAt(stage, used, 1 % stage.target.instances)));
      for (let round = 0; round < rounds; round += 1) seen.push(await together(stage, await fresh()));
      await stage.wait(laterMs);
      seen.push(attemptOf(stage, 'later, at the same instance', await sendAt(stage, used, 0)));
      return [];
    });
    return { attempts: seen, genuineAccepted };
  },

  judge: (seen) => judgeProofs(seen, 'replays'),
} satisfies Attack<ProofsSeen>;

/** Of an ECDSA signature (r, s) there is a second one, (r, n − s), of the same text by the same key. */
function otherwiseSigned(request: HttpRequest): HttpRequest {
  const [header, claims, signature = ''] = (request.headers.dpop ?? '').split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const s = BigInt(`0x${bytes.subarray(coordinateBytes).toString('hex')}`);
  const other = Buffer.from((orderOfP256 - s).toString(16).padStart(2 * coordinateBytes, '0'), 'hex');
  const changed = Buffer.concat([bytes.subarray(0, coordinateBytes), other]).toString('base64url');
  return withProof(request, [header, claims, changed].join('.'));
}

const coordinateBytes = 32;
/** FIPS 186-5, SP 800-186 §3.2.1.3. */
const orderOfP256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function sendAt(stage: Stage, request: HttpRequest, instance: number) {
  return stage.send(request, { step: 'me', captured: true, instance });
}

/** One of them may be good: the first, whoever sent it. */
async function together(stage: Stage, request: HttpRequest): Promise<Attempt> {
  const { instances, protocol } = stage.target;
  const entries = Array.from({ length: parallel }, (_, i) => ({ request, instance: i % instances }));
  const answers = await stage.race(entries, { captured: true });
  const accepted = answers.filter(({ status }) => protocol.steps.me.ok.includes(status)).length;
  const worst = answers.find(({ status }) => status >= 500)?.status ?? 401;
  const way = `${parallel} copies together`;
  return accepted > 1 ? { way, status: 200, got: `${accepted} answers for the victim` } : { way, status: worst };
}
