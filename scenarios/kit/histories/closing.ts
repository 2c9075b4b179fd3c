import type { Credential } from '../../exchange.ts';
import { refreshTokenIn } from '../clients/renewal.ts';
import * as act from './acts.ts';
import { assertExpected } from './difference.ts';
import { ownersOf, pick, spentOf } from './holders.ts';
import type { Play } from './scene.ts';
import { addStep, type HistoryAccount, type Holder, handedIn } from './world.ts';

/**
 * How a history ends, and how often among all of them: with an event that ends something, after what makes it matter, on
 * whatever the events before have left. After it, all that anybody ever held is tried.
 */
export const closings = {
  nothing: 1,
  'to the end': 2,
  replay: 3,
  'log out': 3,
  'log out by cookie': 2,
  'log out everywhere': 3,
  'change the password': 3,
  'disable and enable': 2,
  'take the role': 3,
  'many sign-ins': 2,
} as const;
export type Closing = keyof typeof closings;

/** @param kept whether the sign-in that it is about is first kept in use, for longer than the idle time where there is one */
export async function close(play: Play, closing: Closing, kept: boolean, many: number): Promise<void> {
  const { world } = play;
  const account = pick(world.accounts, 0);
  if (closing === 'nothing') return;
  if (account.disabled) await act.enable(play, account);
  const holder = ownersOf(play, account)[0] ?? (await act.signInAnew(play, account, 0));
  if (!holder) return;
  const rotates = play.scene.rules.renewal === 'rotation';
  if (kept) await act.keep(play, holder, rotates ? 'renew' : 'me', rotates ? 3 : 5, 0);
  await endings[closing](play, holder, many);
}

type Ending = (play: Play, holder: Holder, many: number) => Promise<void>;

/** Of somebody's device that is signed in. */
const endings: Readonly<Record<Exclude<Closing, 'nothing'>, Ending>> = {
  'to the end': (play, holder) => act.keep(play, holder, 'slow', 0, 0),
  async replay(play, holder) {
    const [oldest] = spentOf(play.world).filter((one) => one.holder === holder);
    if (oldest) await act.replay(play, holder, oldest.credential, oldest.step, 0);
  },
  async 'log out'(play, holder) {
    if (play.scene.rules.renewal === 'rotation') await act.steal(play, holder, true, 1);
    await act.logOut(play, holder, true, 0);
  },
  'log out by cookie': (play, holder) => act.logOut(play, holder, false, 0),
  'log out everywhere': (play, { account }) => logOutFromAnother(play, account),
  async 'change the password'(play, holder) {
    await act.changePassword(play, holder, 0);
    await useAll(play);
    await logOutFromAnother(play, holder.account);
  },
  async 'disable and enable'(play, { account }) {
    await act.disable(play, account);
    await useAll(play);
    await act.enable(play, account);
  },
  async 'take the role'(play, holder) {
    if (holder.account.role.is === 'user') await act.turnRole(play, holder.account);
    await renewInStory(play, holder, 1);
    await act.turnRole(play, holder.account);
  },
  'many sign-ins': (play, { account }, many) => signInManyTimes(play, account, many),
};

/** Everything that was ever held is used once more; refresh tokens last, since a use spends them. */
export async function tryAll(play: Play): Promise<void> {
  const { world, scene } = play;
  const { rules, clock } = scene;
  await useAll(play);
  if (rules.credential === 'self-contained' && !rules.statesItself && rules.access && clock.pass) {
    // that a statement was taken back may be forgotten before it ends
    await act.letPass(play, 0.4 * rules.access.leastMs);
    await useAll(play);
  }
  if (!scene.stage.target.protocol.steps.refresh) return;
  let turn = 0;
  // whose token is spent comes last: it would end what the others hold
  const spent = new Set(spentOf(world).map(({ credential }) => credential));
  const inTurn = world.holders.toSorted((a, b) => Number(spent.has(a.credential)) - Number(spent.has(b.credential)));
  for (const holder of inTurn) {
    await renewInStory(play, holder, turn++);
    if (holder.account.role.step > 0) await play.use('admin', holder, turn++);
  }
  for (const holder of world.holders)
    for (const credential of holder.past.slice(0, 1)) await renewInStory(play, holder, turn++, credential);
  for (const holder of world.holders) await renewInStory(play, holder, turn++);
}

/** An ordinary request with each; with what ended, at every instance. And a login with each password that was changed. */
async function useAll(play: Play): Promise<void> {
  const { world, scene } = play;
  for (const [at, account] of world.accounts.entries()) await play.tryFormerPassword(account, at);
  let turn = 0;
  for (const holder of world.holders) {
    for (const credential of differing(holder.credential, holder.past)) {
      const ended = Object.values(credential).some((artefact) => handedIn(world, artefact)?.signIn.ended);
      const times = ended ? scene.stage.target.instances : 1;
      for (let i = 0; i < times; i += 1) await play.use('me', holder, turn++, credential);
    }
  }
}

/** What is over already changes nothing by its refusal, and is no step. */
async function renewInStory(play: Play, holder: Holder, at: number, credential = holder.credential): Promise<void> {
  const token = refreshTokenIn(credential);
  const handed = token && handedIn(play.world, token);
  if (!handed) return;
  if (handed.signIn.ended) await play.renew(holder, at, credential);
  else if (handed.spent) await act.replay(play, holder, credential, handed.spent.step, at);
  else await act.renew(play, holder, at, credential);
}

/** The present one, the oldest and the one before. */
function differing(present: Credential, past: readonly Credential[]): readonly Credential[] {
  return [...new Set([present, ...past.slice(0, 1), ...past.slice(-1)])];
}

async function logOutFromAnother(play: Play, account: HistoryAccount): Promise<void> {
  if (!play.scene.stage.target.protocol.steps.logoutAll) return;
  const holder = await act.signInAnew(play, account, 1);
  if (holder) await act.logOutEverywhere(play, holder, 0);
}

/** More than any page holds that a server may read of them at once. */
async function signInManyTimes(play: Play, account: HistoryAccount, many: number): Promise<void> {
  const { world, scene } = play;
  const { stage, rules, tally } = scene;
  const uses = [
    ...(rules.statesItself ? [] : ['me' as const]),
    ...(stage.target.protocol.steps.refresh ? ['refresh' as const] : []),
  ];
  if (uses.length === 0) return;
  const step = addStep(world, `${account.name} signs in ${many} times more.`);
  const values = { username: account.user.username, password: account.password };
  const answered = await stage.volley(
    'login',
    Array.from({ length: many }, () => ({ values })),
  );
  const logins = answered.filter(({ status }) => stage.target.protocol.steps.login.ok.includes(status));
  // a server may allow so many and end the others
  for (const signIn of world.signIns) if (signIn.account === account) signIn.doubtful = true;
  await logOutFromAnother(play, account);
  for (const use of uses) {
    const answers = await stage.volley(
      use,
      logins.map(({ credential }) => ({ as: credential })),
    );
    const good = answers.filter(({ status }) => stage.target.protocol.steps[use]?.ok.includes(status)).length;
    tally.requests += answers.length;
    tally.refused += answers.length;
    const because = `the logout everywhere of step ${world.story.length} ended it`;
    assertExpected(
      { answer: 'refused', because },
      good > 0,
      `Each of ${good} of the ${logins.length} sign-ins of step ${step} (${use})`,
    );
  }
}
