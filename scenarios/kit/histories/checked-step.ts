import type { StepName } from '../../../servers/scheme.ts';
import type { Credential, How, Reply } from '../../exchange.ts';
import type { Span } from '../windows/age.ts';
import { assertExpected, Difference } from './difference.ts';
import { type Expected, ofAdminRequest, ofRequest } from './expected.ts';
import type { Scene } from './scene.ts';
import type { watchCookieAttributes } from './watched-cookies.ts';
import { type Handed, type HistoryAccount, type Holder, handedIn, type SignIn, type World } from './world.ts';

/** One history while it is played: the server, and the model that it is held against. */
export interface Playing {
  readonly scene: Scene;
  readonly world: World;
  readonly weakenedBy: ReturnType<typeof watchCookieAttributes>;
}

export interface Asked {
  readonly reply: Reply;
  readonly span: Span;
  readonly done: boolean;
}

/** Performs a step. @throws Difference where its answer weakens a cookie */
export async function ask({ scene, weakenedBy }: Playing, step: StepName, how: How): Promise<Asked> {
  const { stage, clock, tally, recorded } = scene;
  const sentMs = clock.now();
  const reply = await stage.perform(step, { ...how, ...(!recorded && { unrecorded: true }) });
  tally.requests += 1;
  const weakened = weakenedBy(reply);
  if (weakened !== undefined) throw new Difference('weakened', `The answer to ${step} ${weakened}`);
  const done = stage.target.protocol.steps[step]?.ok.includes(reply.status) ?? false;
  return { reply, span: { sentMs, answeredMs: clock.now() }, done };
}

/** Whether an answer was given as asked for, for the one it was asked for. @throws Difference for somebody else */
export function isFor(
  { scene }: Playing,
  { user }: HistoryAccount,
  step: StepName,
  { reply, done, what }: Pick<Asked, 'reply' | 'done'> & { readonly what: string },
): boolean {
  if (!done) return false;
  if (scene.stage.target.protocol.steps[step]?.subject === undefined || reply.subject === user.id) return true;
  if (reply.subject === undefined) return false;
  throw new Difference('accepted', `${what} is answered for somebody else.`);
}

export function expectation({ scene }: Playing, expected: Expected, accepted: boolean, what: string): void {
  scene.tally[expected.answer] += 1;
  assertExpected(expected, accepted, what);
}

interface Use {
  readonly at: number;
  readonly how: How;
  /** The holder's newest where absent. */
  readonly credential?: Credential | undefined;
}

/** Uses a credential for a step that needs a sign-in. */
export async function useFor(
  playing: Playing,
  step: StepName,
  holder: Holder,
  { at, how, credential = holder.credential }: Use,
): Promise<(Asked & { readonly accepted: boolean; readonly handed: Handed }) | undefined> {
  const { rules, stage } = playing.scene;
  const handed = presentedBy(playing, step, credential);
  if (!handed) return undefined;
  const asked = await ask(playing, step, { ...how, as: credential, instance: at % stage.target.instances });
  const what = presented(playing, holder, credential, { step, at });
  const accepted = isFor(playing, holder.account, step, { ...asked, what });
  const expected = step === 'admin' ? ofAdminRequest(handed, asked.span, rules) : ofRequest(handed, asked.span, rules);
  expectation(playing, expected, accepted, what);
  noteUse(playing, handed, accepted, { expected, at: asked.span });
  if (!accepted && step !== 'admin') gone(playing, handed);
  return { ...asked, accepted, handed };
}

/** What an ordinary request of this step presents. */
function presentedBy({ scene, world }: Playing, step: StepName, credential: Credential): Handed | undefined {
  const roles = ['session', 'access'] as const;
  const { carries = [] } = scene.stage.target.protocol.steps[step] ?? {};
  const carried = carries.flatMap((name) => credential[name] ?? []);
  const artefact = carried.find(({ role }) => roles.some((one) => one === role));
  return artefact && handedIn(world, artefact);
}

function noteUse(
  { scene }: Playing,
  { signIn, role }: Handed,
  accepted: boolean,
  { expected, at }: { readonly expected: Expected; readonly at: Span },
): void {
  if (role !== 'refresh' && scene.rules.statesItself) return;
  if (expected.answer !== 'refused') signIn.maybeUsed = at;
  if (accepted) Object.assign(signIn, { used: at, doubtful: false });
}

/** What was refused once is not to come back. */
export function gone(playing: Playing, { signIn, role }: Handed): void {
  if (role === 'refresh' || !playing.scene.rules.statesItself) endSignIn(playing, signIn, 'the refusal');
}

/** The first of several ends is the one that counts. */
export function endSignIn(playing: Playing, signIn: SignIn, by: string): void {
  signIn.ended ??= { step: stepNow(playing), by };
}

export function endAll(playing: Playing, account: HistoryAccount, by: string): void {
  for (const signIn of playing.world.signIns) if (signIn.account === account) endSignIn(playing, signIn, by);
}

export function stepNow({ world }: Playing): number {
  return world.story.length;
}

/** What was used, by whom and where, as the subject of a sentence. */
export function presented(
  { scene }: Playing,
  holder: Holder,
  credential: Credential,
  { step, at }: { readonly step: StepName; readonly at: number },
): string {
  const { protocol, instances } = scene.stage.target;
  const { method = '', path = '' } = protocol.steps[step] ?? {};
  const what = holder.past.includes(credential) ? `What ${holder.label} held before` : `What ${holder.label} holds`;
  return `${what} (${method} ${path.split('?')[0]} at instance ${at % instances})`;
}
