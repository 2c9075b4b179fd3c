import type { Credential } from '../../exchange.ts';
import { compare } from './difference.ts';
import { disable, enable, pick, signInAnew, spentOf, turnRole } from './events.ts';
import type { Play } from './play.ts';
import { handedIn, tell } from './world.ts';

/** How a history ends, after which all that anybody ever held is tried. */
export const closings = [
  ...(['nothing', 'replay', 'log out everywhere', 'change the password'] as const),
  ...(['disable and enable', 'take the role', 'many sign-ins'] as const),
];
export type Closing = (typeof closings)[number];

export async function close(play: Play, closing: Closing, many: number): Promise<void> {
  const { world } = play;
  const account = pick(world.accounts, 0);
  if (closing === 'replay') await replayOldest(play);
  if (closing === 'log out everywhere') await logOutEverywhere(play);
  if (closing === 'change the password') {
    const holder = await signInAnew(play, account, 1);
    if (!holder) return;
    tell(world, `${account.name} changes the password on ${holder.label}.`);
    await play.changePassword(holder, 0);
  }
  if (closing === 'disable and enable') {
    if (!account.disabled) await disable(play, account);
    await enable(play, account);
  }
  if (closing === 'take the role' && account.role.is === 'admin') await turnRole(play, account);
  if (closing === 'many sign-ins' && !account.disabled) await signInManyTimes(play, many);
}

/** Everything that was ever held is used once more, what ended at every instance; refresh tokens last, since a use spends them. */
export async function tryAll(play: Play): Promise<void> {
  const { world, scene } = play;
  const { instances } = scene.stage.target;
  let turn = 0;
  for (const holder of world.holders) {
    for (const credential of differing(holder.credential, holder.past)) {
      const ended = Object.values(credential).some((artefact) => handedIn(world, artefact)?.signIn.ended);
      for (let at = 0; at < (ended ? instances : 1); at += 1) await play.use('me', holder, turn++, credential);
    }
  }
  if (!scene.stage.target.protocol.steps.refresh) return;
  for (const holder of world.holders) {
    await play.renew(holder, turn++);
    if (holder.account.role.step > 0) await play.use('admin', holder, turn++);
  }
  for (const holder of world.holders)
    for (const credential of holder.past.slice(0, 1)) await play.renew(holder, turn++, credential);
  for (const holder of world.holders) await play.renew(holder, turn++);
}

/** The present one, the oldest and the one before. */
function differing(present: Credential, past: readonly Credential[]): readonly Credential[] {
  return [...new Set([present, ...past.slice(0, 1), ...past.slice(-1)])];
}

async function replayOldest(play: Play): Promise<void> {
  const [oldest] = spentOf(play.world);
  if (!oldest) return;
  tell(play.world, `What ${oldest.holder.label} held until step ${oldest.step} comes again: its spent token is sent.`);
  await play.renew(oldest.holder, 0, oldest.credential);
}

async function logOutEverywhere(play: Play): Promise<void> {
  const account = pick(play.world.accounts, 0);
  if (!play.scene.stage.target.protocol.steps.logoutAll) return;
  const holder = await signInAnew(play, account, 1);
  if (!holder) return;
  tell(play.world, `${account.name} logs out everywhere, on ${holder.label}.`);
  await play.logoutAll(holder, 0);
}

/** More than any page holds that a server may read of them at once. */
async function signInManyTimes(play: Play, many: number): Promise<void> {
  const { world, scene } = play;
  const { stage, rules, tally } = scene;
  const account = pick(world.accounts, 0);
  const step = tell(world, `${account.name} signs in ${many} times more.`);
  const values = { username: account.user.username, password: account.password };
  const logins = await stage.volley(
    'login',
    Array.from({ length: many }, () => ({ values })),
  );
  // a server may allow so many and end the others
  for (const signIn of world.signIns) if (signIn.account === account) signIn.doubtful = true;
  await logOutEverywhere(play);
  const statesItself = rules.credential === 'self-contained' && rules.revocation === 'at-expiry';
  const uses = [
    ...(statesItself ? [] : ['me' as const]),
    ...(stage.target.protocol.steps.refresh ? ['refresh' as const] : []),
  ];
  for (const use of uses) {
    const answers = await stage.volley(
      use,
      logins.map(({ credential }) => ({ as: credential })),
    );
    const good = answers.filter(({ status }) => stage.target.protocol.steps[use]?.ok.includes(status)).length;
    tally.requests += answers.length;
    tally.refused += answers.length;
    const because = `the logout everywhere of step ${world.story.length} ended it`;
    compare({ answer: 'refused', because }, good > 0, `${good} of the ${many} sign-ins of step ${step} (${use}): each`);
  }
}
