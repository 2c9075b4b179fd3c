import type { Attack, Judgement } from '../../kinds/attack.ts';
import { type Attempt, judgeAttempts } from '../../kit/evidence/attempts.ts';
import { statesClaims } from '../../kit/tokens/presented-token.ts';
import { keyPlaces } from '../../kit/tokens/public-keys.ts';
import { privateKeysIn } from '../../kit/tokens/secrets.ts';
import type { Algorithm } from '../../kit/tokens/signature.ts';
import type { Stage } from '../../stage.ts';

type Seen = { readonly attempts: readonly Attempt[] };

/** A key pair has another half to tell than a secret has. */
export default [keySetLeak('ES256'), keySetLeak('HS256')];

function keySetLeak(algorithm: Algorithm | 'HS256'): Attack<Seen> {
  return {
    kind: 'attack',
    id: `key-set-leak-${algorithm.toLowerCase()}`,
    title: `Signing keys in the open, ${algorithm}`,
    question: 'Does what the server publishes for verifiers let anybody sign?',
    goal: 'Read the key that signs tokens where the one that verifies them is published.',
    precondition: 'none',
    severity: 'critical',
    references: ['CWE-321', 'CWE-522', 'RFC 7517 §9.2', 'RFC 7518 §8.1', 'ASVS 11.1.1'],
    steps: [
      'The key set is asked for, and so are the other places where servers publish keys; also at an instance whose key is new, which still publishes the former one.',
      'Private members of RSA and elliptic keys, shared secrets, and private keys as PEM are looked for anywhere in what is answered.',
    ],
    fix: 'Publish the public members of key pairs alone, and nothing of a shared secret. Replace every key that was published.',
    controls: ['signing-key-published'],
    needs: {
      settings: { algorithm },
      otherAlgorithms: 'of the same kind of key',
      hooksOfOurs: ['joinRotated', 'kill'],
      alone: 'server',
    },
    appliesTo: statesClaims,
    expected: () => 'blocked',

    async attempt(stage) {
      const attempts = await published(stage);
      const { joinRotated, kill } = stage.hooks;
      if (joinRotated) {
        const instance = await joinRotated(Date.now() + 60_000);
        attempts.push(...(await published(stage, instance)));
        await kill?.(instance);
      }
      return { attempts };
    },

    judge: ({ attempts }): Judgement => judgeAttempts(attempts, 'documents that tell how to sign'),
  };
}

async function published(stage: Stage, instance = 0): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  const { headers } = stage.request('me');
  for (const path of keyPlaces(stage)) {
    const { status, body, text } = await stage.send({ method: 'GET', path, headers }, { instance });
    const [first] = privateKeysIn(body ?? text);
    attempts.push({ way: `GET ${path}`, status, ...(first && { got: `a key that signs (${first})` }) });
  }
  return attempts;
}
