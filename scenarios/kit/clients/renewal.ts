import type { Artefact, Credential, How, Reply } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import { isTimed } from '../tokens/timed.ts';
import { untilNextSecondMs } from '../windows/next-second.ts';

/** Whether POST refresh answered that it was done. */
export function isRenewed({ target }: Pick<Stage, 'target'>, reply: Pick<Reply, 'status'>): boolean {
  return target.protocol.steps.refresh?.ok.includes(reply.status) ?? false;
}

/**
 * Redeems the refresh token of a credential.
 * @returns what the client then holds; undefined unless the renewal was answered as done and what it handed out speaks for somebody
 */
export async function redeem(
  stage: Stage,
  as: Credential,
  how: Pick<How, 'instance'> = {},
): Promise<Credential | undefined> {
  const reply = await stage.perform('refresh', { ...how, as });
  if (!isRenewed(stage, reply)) return undefined;
  return (await stage.whoAmI(reply.credential, how)) === undefined ? undefined : reply.credential;
}

/** Whether a client can go on with what it holds: by a renewal where there is one, which asks for what is kept. */
export async function goesOn(stage: Stage, held: Credential): Promise<boolean> {
  if (stage.target.protocol.steps.refresh) return (await redeem(stage, held)) !== undefined;
  return (await stage.whoAmI(held)) !== undefined;
}

/** The different successors that these answers to renewals handed out. */
export function successorsIn(stage: Pick<Stage, 'target'>, answers: readonly Reply[]): Credential[] {
  const successors = new Map<string, Credential>();
  for (const reply of answers) {
    const token = refreshTokenOf(reply.credential);
    if (isRenewed(stage, reply) && token) successors.set(token, reply.credential);
  }
  return [...successors.values()];
}

/** What a client goes on with: what an answer hands out, over all else that it held, such as a cookie against forgery. */
export function heldAfter(held: Credential, { credential }: Pick<Reply, 'credential'>): Credential {
  const anew = Object.entries(credential).map(([name, one]): [string, Artefact] => [
    name,
    { ...one, values: { ...held[name]?.values, ...one.values } },
  ]);
  return { ...held, ...Object.fromEntries(anew) };
}

/**
 * What one token was exchanged for by all who redeemed it at once, each with all that its client holds. Tokens without an id whose times are whole seconds are the
 * same to the byte where many got one each: then it is redeemed once more when the second has turned, and who got the same
 * one as before got one that is kept.
 */
export async function exchangedFor(stage: Stage, held: Credential, answers: readonly Reply[]): Promise<Credential[]> {
  // what an answer does not hand out, its client goes on with
  const own = answers.filter(({ credential }) => refreshTokenIn(credential) !== refreshTokenIn(held));
  const successors = successorsIn(stage, own);
  const [only] = successors;
  const token = only && refreshTokenIn(only);
  const isShared = successors.length === 1 && own.filter((reply) => isRenewed(stage, reply)).length > 1;
  if (!isShared || !token || !Object.values(token.values).some(isTimed)) return successors;
  await stage.wait(untilNextSecondMs());
  const late = await stage.send(stage.request('refresh', { as: held }), { step: 'refresh', mayBeSilent: true });
  return successorsIn(stage, [...own, { ...late, credential: heldAfter(held, late) }]);
}

/**
 * How many of these successors can themselves be redeemed, one after the other. A second one shows that the family has
 * forked: no third is tried, for fifty may take minutes where the store is slow.
 */
export async function working(stage: Stage, successors: Iterable<Credential>): Promise<number> {
  let found = 0;
  for (const successor of successors) {
    if (await redeem(stage, successor)) found += 1;
    if (found === 2) break;
  }
  return found;
}

/** What a credential holds to renew it by. */
export function refreshTokenIn(credential: Credential): Artefact | undefined {
  return Object.values(credential).find(({ role }) => role === 'refresh');
}

/** The refresh token in a credential, as one comparable text. */
export function refreshTokenOf(credential: Credential): string | undefined {
  const token = refreshTokenIn(credential);
  return token && JSON.stringify(token.values);
}

/** What a credential holds of one kind, so that nothing else in it can answer for that, and what says nothing of who asks. */
export function only(role: Artefact['role'], credential: Credential): Credential {
  return Object.fromEntries(
    Object.entries(credential).filter(([, artefact]) => artefact.role === role || artefact.role === 'companion'),
  );
}

/** Redeems a refresh token and its successors. @throws when one of the renewals is refused. @returns the newest last. */
export async function rotate(stage: Stage, from: Credential, times: number): Promise<Credential[]> {
  const family: Credential[] = [];
  let held = from;
  for (let i = 1; i <= times; i += 1) {
    const next = await redeem(stage, held, { instance: i % stage.target.instances });
    if (!next) throw new Error(`rotation ${i} of ${times} was refused to the rightful owner`);
    family.push(next);
    held = next;
  }
  return family;
}
