import type { HttpRequest, Reply } from '../../exchange.ts';
import type { Judgement } from '../../kinds/attack.ts';
import type { Stage } from '../../stage.ts';
import { type Attempt, judgeAttempts } from '../evidence/attempts.ts';
import { type KeySignIn, signInWithKey } from './proof-key.ts';

/** Requests with proofs that should be refused, and what became of them. */
export type ProofsSeen = {
  readonly attempts: readonly Attempt[];
  /** Whether a sound proof was good before and after them: a server that refuses everybody has refused nothing. */
  readonly genuineAccepted: boolean;
};

/** A request that a thief makes of the victim's. */
export interface ProofTry {
  readonly way: string;
  readonly request: HttpRequest;
}

/** Where an attack on proofs has no surface. */
export const bindsKeys = ({ bound }: { readonly bound?: string }): true | string =>
  bound === 'key' || 'no credential is bound to a key';

/** Signs the victim in with a key, and asks in each way who it is. @param tries what is made of a sound request, which is unsent */
export async function tryProofs(
  stage: Stage,
  tries: (signedIn: KeySignIn, sound: HttpRequest) => Promise<readonly ProofTry[]>,
): Promise<ProofsSeen> {
  const signedIn = await signInWithKey(stage, stage.victim);
  const before = await isGenuine(stage, signedIn);
  const attempts: Attempt[] = [];
  for (const { way, request } of await tries(signedIn, stage.request('me', { as: signedIn.held })))
    attempts.push(attemptOf(stage, way, await stage.send(request, { step: 'me', captured: true })));
  return { attempts, genuineAccepted: before && (await isGenuine(stage, signedIn)) };
}

/** What an answer to the thief gave them. */
export function attemptOf({ victim, target }: Stage, way: string, { status, subject }: Reply): Attempt {
  const got = target.protocol.steps.me.ok.includes(status) && subject === victim.id;
  return { way, status, ...(got && { got: 'the identity of the victim' }) };
}

export function withProof(request: HttpRequest, dpop: string): HttpRequest {
  return { ...request, headers: { ...request.headers, dpop } };
}

export function judgeProofs({ attempts, genuineAccepted }: ProofsSeen, noun: string): Judgement {
  const judgement = judgeAttempts(attempts, noun);
  if (judgement.outcome === 'blocked' && !genuineAccepted)
    return {
      ...judgement,
      outcome: 'inconclusive',
      because: `a sound proof was not good before and after the ${noun}`,
    };
  return judgement;
}

/** Whether a sound proof is good: with the nonce of the login, or with the one that it is then told. */
async function isGenuine(stage: Stage, { held, key, nonce }: KeySignIn): Promise<boolean> {
  const request = stage.request('me', { as: held });
  const ask = async (stated: string) =>
    stage.send(withProof(request, await key.prove(request, { nonce: stated })), { step: 'me', captured: true });
  const first = await ask(nonce);
  const told = first.headers['dpop-nonce'];
  const answer = first.status === 401 && told ? await ask(String(told)) : first;
  return answer.subject === stage.victim.id;
}
