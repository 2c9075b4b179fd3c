import type { Credential } from '../../exchange.ts';
import { isCookie } from '../clients/client-kept.ts';
import { refreshTokenIn } from '../clients/renewal.ts';
import { storyDuration } from './duration.ts';
import type { Play, Use } from './scene.ts';
import { addStep, type HistoryAccount, type Holder } from './world.ts';

/* What people and thieves do, each told as a step of the story. */

export async function signInAnew(play: Play, account: HistoryAccount, at: number): Promise<Holder | undefined> {
  const { world } = play;
  const before = world.signIns.filter((one) => one.account === account).length;
  const device = `${account.name}'s ${devices[before] ?? `device ${before + 1}`}`;
  addStep(world, `${account.name} signs in on ${device.replace(`${account.name}'s`, 'the')}.`);
  return play.signIn(account, device, at);
}

export async function changePassword(play: Play, holder: Holder, at: number): Promise<void> {
  addStep(play.world, `${holder.account.name} changes the password on ${holder.label}.`);
  await play.changePassword(holder, at);
}

export async function disable(play: Play, account: HistoryAccount): Promise<void> {
  addStep(play.world, `An administrator disables ${account.name}'s account.`);
  await play.administer('disable', account);
}

export async function enable(play: Play, account: HistoryAccount): Promise<void> {
  addStep(play.world, `An administrator enables ${account.name}'s account again.`);
  await play.administer('enable', account);
}

export async function turnRole(play: Play, account: HistoryAccount): Promise<void> {
  const raises = account.role.is === 'user';
  const { name } = account;
  addStep(
    play.world,
    raises ? `${name} is given the role of an administrator.` : `The role of an administrator is taken from ${name}.`,
  );
  await play.administer('setRole', account, raises ? 'admin' : 'user');
}

/** @param renews whether the thief is the first to use what there is to renew */
export async function steal(play: Play, from: Holder, renews: boolean, at: number): Promise<void> {
  const { world } = play;
  const canRenew = renews && refreshTokenIn(from.credential) !== undefined;
  const step = addStep(world, `A thief copies all that ${from.label} holds${canRenew ? ', and renews it' : ''}.`);
  const { account, credential } = from;
  const thief: Holder = { label: `the thief of step ${step}`, account, isThief: true, credential, past: [] };
  world.holders.push(thief);
  if (canRenew) await play.renew(thief, at);
}

/** Uses or renews again and again, so that silence ends nothing. @param times 0 goes on until it must have ended */
export async function keep(play: Play, holder: Holder, how: Use | 'renew', times: number, at: number): Promise<void> {
  const { clock, rules } = play.scene;
  if (!clock.pass) return;
  const renews = rules.renewal === 'rotation' ? how === 'renew' || how === 'slow' : false;
  const step = how === 'renew' ? 'me' : offered(play, how);
  // a session may end after half of its idle time, a refresh token only after all of it
  const share = renews ? 0.9 : 0.45;
  const gapMs = share * (rules.renewal === 'none' ? (rules.access?.leastMs ?? 0) : (rules.idleMs ?? 0));
  const endMs = rules.renewal === 'none' ? (rules.access?.mostMs ?? 0) : (rules.absoluteMs ?? 0);
  const lasting = rules.renewal === 'none' ? Math.min(2, times) : times;
  const uses = lasting || Math.ceil((1.05 * endMs) / gapMs);
  const doing = renews ? 'renews its tokens' : verbs[step];
  addStep(play.world, `For ${storyDuration(uses * gapMs)} ${holder.label} ${doing} every ${storyDuration(gapMs)}.`);
  for (let use = 0; use < uses; use += 1) {
    await clock.pass(gapMs);
    const good = renews ? await play.renew(holder, at + use) : await play.use(step, holder, at + use);
    if (!good) return;
  }
}

/** @param whole whether all that is held is presented, or the cookies alone where there are some */
export async function logOut(play: Play, holder: Holder, whole: boolean, at: number): Promise<void> {
  const { credentials } = play.scene.stage.target.protocol;
  const cookies = Object.entries(holder.credential).filter(([name]) => isCookie(credentials[name]));
  const isPart = !whole && cookies.length > 0 && cookies.length < Object.keys(holder.credential).length;
  const presented: Credential = isPart ? Object.fromEntries(cookies) : holder.credential;
  addStep(play.world, `${capital(holder.label)} logs out${isPart ? ', with the cookie alone' : ''}.`);
  await play.logout(presented, at);
}

export async function use(play: Play, holder: Holder, wanted: Use, at: number): Promise<void> {
  const step = offered(play, wanted);
  addStep(play.world, `${capital(holder.label)} ${verbs[step]}.`);
  await play.use(step, holder, at);
}

export async function renew(play: Play, holder: Holder, at: number, credential?: Credential): Promise<void> {
  addStep(play.world, `${capital(holder.label)} renews its tokens.`);
  await play.renew(holder, at, credential);
}

/** @param step at which it was spent */
export async function replay(
  play: Play,
  holder: Holder,
  credential: Credential,
  step: number,
  at: number,
): Promise<void> {
  addStep(play.world, `The refresh token of ${holder.label} that was spent at step ${step} is sent once more.`);
  await play.renew(holder, at, credential);
}

export async function logOutEverywhere(play: Play, holder: Holder, at: number): Promise<void> {
  addStep(play.world, `${capital(holder.label)} logs out everywhere.`);
  await play.logoutAll(holder, at);
}

export async function letPass(play: Play, ms: number): Promise<void> {
  addStep(play.world, `${storyDuration(ms)} pass.`);
  await play.scene.clock.pass?.(ms);
}

/** A step that the target lacks is a read instead. */
function offered({ scene: { stage } }: Play, use: Use): Use {
  return stage.target.protocol.steps[use] ? use : 'me';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const verbs: Record<Use, string> = { me: 'reads', slow: 'writes', admin: 'asks for a page of administrators' };
const devices = ['phone', 'laptop', 'tablet', 'work computer', 'television'];
