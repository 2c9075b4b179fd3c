import fc from 'fast-check';
import type { Credential } from '../../exchange.ts';
import { isCookie } from '../clients/client-kept.ts';
import { duration } from './duration.ts';
import { ofRenewal, ofRequest } from './expected.ts';
import type { Play, Use } from './play.ts';
import { type Account, type Holder, handedIn, tell, type World } from './world.ts';

/** One event of a history, as fast-check draws it. Which holder it is about is a number, so that it can be shrunk. */
export type Event = fc.AsyncCommand<Play, Play>;

/** @param can what the target offers beyond signing in and reading */
export function anyEvent(can: Abilities): fc.Arbitrary<Event> {
  const weighted = [
    [4, signsIn],
    [3, isStolen],
    [3, isUsed],
    [can.renew ? 3 : 0, isRenewed],
    [can.pass ? 4 : 0, isKept],
    [can.pass ? 2 : 0, timePasses],
    [can.renew ? 1 : 0, isReplayed],
    [can.logout ? 2 : 0, logsOut],
    [can.logoutAll ? 1 : 0, logsOutEverywhere],
    [can.administer ? 1 : 0, changesPassword],
    [can.administer ? 1 : 0, isDisabled],
    [can.administer ? 2 : 0, isEnabled],
    [can.administer ? 1 : 0, getsRole],
  ] as const;
  return fc.oneof(...weighted.flatMap(([weight, arbitrary]) => (weight === 0 ? [] : [{ weight, arbitrary }])));
}

/** What a target has, and lets be done to its accounts. */
export interface Abilities {
  readonly renew: boolean;
  readonly pass: boolean;
  readonly logout: boolean;
  readonly logoutAll: boolean;
  readonly administer: boolean;
}

export const most = 3;
const number = fc.nat(11);

/** Mostly of the first account: what becomes of the other shows whether both are kept apart. */
const whose = fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) });
const anyUse = fc.constantFrom<Use>('me', 'slow', 'admin');

const signsIn: fc.Arbitrary<Event> = fc.tuple(whose, number).map(([who, at]) =>
  event(
    'sign in',
    ({ world }) => world.holders.length < 6,
    async (play) => {
      await signInAnew(play, pick(play.world.accounts, who), at);
    },
  ),
);

const isStolen: fc.Arbitrary<Event> = fc.tuple(number, number, fc.boolean()).map(([whom, at, renews]) =>
  event(
    renews ? 'steal and renew' : 'steal',
    (play) => someone(play) && play.world.holders.length < 6,
    (play) => steal(play, anyHolder(play, whom), renews, at),
  ),
);

/** @param renews whether the thief is the first to use what there is to renew */
export async function steal(play: Play, from: Holder, renews: boolean, at: number): Promise<void> {
  const { world } = play;
  const canRenew = renews && Object.values(from.credential).some(({ role }) => role === 'refresh');
  const step = tell(world, `A thief copies all that ${from.label} holds${canRenew ? ', and renews it' : ''}.`);
  const { account, credential } = from;
  const thief: Holder = { label: `the thief of step ${step}`, account, isThief: true, credential, past: [] };
  world.holders.push(thief);
  if (canRenew) await play.renew(thief, at);
}

const isUsed: fc.Arbitrary<Event> = fc.tuple(number, anyUse, number).map(([whom, use, at]) =>
  event(`use (${use})`, someone, async (play) => {
    const holder = anyHolder(play, whom);
    const step = offered(play, use);
    tell(play.world, `${capital(holder.label)} ${verbs[step]}.`);
    await play.use(step, holder, at);
  }),
);

const isRenewed: fc.Arbitrary<Event> = fc.tuple(number, number).map(([whom, at]) =>
  event('renew', someone, async (play) => {
    const holder = anyHolder(play, whom);
    tell(play.world, `${capital(holder.label)} renews its tokens.`);
    await play.renew(holder, at);
  }),
);

const isKept: fc.Arbitrary<Event> = fc
  .tuple(
    number,
    fc.constantFrom('me' as const, 'slow' as const, 'renew' as const),
    fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 3, max: 5 }) }, { weight: 1, arbitrary: fc.constant(0) }),
    number,
  )
  .map(([whom, how, times, at]) =>
    event(`keep in use (${how}, ${times || 'to the end'})`, someone, (play) =>
      keep(play, anyHolder(play, whom), how, times, at),
    ),
  );

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
  tell(play.world, `For ${duration(uses * gapMs)} ${holder.label} ${doing} every ${duration(gapMs)}.`);
  for (let use = 0; use < uses; use += 1) {
    await clock.pass(gapMs);
    const good = renews ? await play.renew(holder, at + use) : await play.use(step, holder, at + use);
    if (!good) return;
  }
}

const timePasses: fc.Arbitrary<Event> = fc
  .oneof(
    { weight: 3, arbitrary: fc.constant('access' as const) },
    { weight: 2, arbitrary: fc.constant('idle' as const) },
    { weight: 1, arbitrary: fc.constant('absolute' as const) },
  )
  .map((past) =>
    event(`time passes (${past})`, someone, async (play) => {
      const { clock, rules } = play.scene;
      const { access, idleMs = 0, absoluteMs = 0, slackMs } = rules;
      const lives = { access: access?.mostMs ?? 0, idle: 1.1 * idleMs, absolute: 1.02 * absoluteMs };
      const ms = (rules.renewal === 'none' || past === 'access' ? lives.access : lives[past]) + 2 * slackMs;
      tell(play.world, `${duration(ms)} pass.`);
      await clock.pass?.(ms);
    }),
  );

const isReplayed: fc.Arbitrary<Event> = fc.tuple(number, number, number).map(([whom, which, at]) =>
  event(
    'replay',
    ({ world }) => spentOf(world).length > 0,
    async (play) => {
      const { holder, credential, step } = pick(spentOf(play.world), whom + which);
      tell(play.world, replayOf(holder, step));
      await play.renew(holder, at, credential);
    },
  ),
);

const logsOut: fc.Arbitrary<Event> = fc.tuple(number, fc.boolean(), number).map(([whom, whole, at]) =>
  event(whole ? 'log out' : 'log out by cookie', someone, async (play) => {
    const holder = anyHolder(play, whom);
    await logOut(play, holder, whole, at);
  }),
);

/** @param whole whether all that is held is presented, or the cookies alone where there are some */
export async function logOut(play: Play, holder: Holder, whole: boolean, at: number): Promise<void> {
  const { credentials } = play.scene.stage.target.protocol;
  const cookies = Object.entries(holder.credential).filter(([name]) => isCookie(credentials[name]));
  const isPart = !whole && cookies.length > 0 && cookies.length < Object.keys(holder.credential).length;
  const presented: Credential = isPart ? Object.fromEntries(cookies) : holder.credential;
  tell(play.world, `${capital(holder.label)} logs out${isPart ? ', with the cookie alone' : ''}.`);
  await play.logout(presented, at);
}

const logsOutEverywhere: fc.Arbitrary<Event> = fc.tuple(number, number).map(([whom, at]) =>
  event('log out everywhere', someone, async (play) => {
    const holder = anyHolder(play, whom);
    tell(play.world, `${capital(holder.label)} logs out everywhere.`);
    await play.logoutAll(holder, at);
  }),
);

const changesPassword: fc.Arbitrary<Event> = fc.tuple(number, number).map(([whom, at]) =>
  event(
    'change the password',
    (play) => ownersOf(play).length > 0,
    async (play) => {
      await changePassword(play, pick(ownersOf(play), whom), at);
    },
  ),
);

const isDisabled: fc.Arbitrary<Event> = whose.map((who) =>
  event(
    'disable',
    (play) => someone(play) && !pick(play.world.accounts, who).disabled,
    (play) => disable(play, pick(play.world.accounts, who)),
  ),
);

const isEnabled: fc.Arbitrary<Event> = whose.map((who) =>
  event(
    'enable',
    ({ world }) => pick(world.accounts, who).disabled !== undefined,
    (play) => enable(play, pick(play.world.accounts, who)),
  ),
);

const getsRole: fc.Arbitrary<Event> = whose.map((who) =>
  event(
    'change the role',
    () => true,
    (play) => turnRole(play, pick(play.world.accounts, who)),
  ),
);

export async function signInAnew(play: Play, account: Account, at: number): Promise<Holder | undefined> {
  const { world } = play;
  const before = world.signIns.filter((one) => one.account === account).length;
  const device = `${account.name}'s ${devices[before] ?? `device ${before + 1}`}`;
  tell(world, `${account.name} signs in on ${device.replace(`${account.name}'s`, 'the')}.`);
  return play.signIn(account, device, at);
}

export async function changePassword(play: Play, holder: Holder, at: number): Promise<void> {
  tell(play.world, `${holder.account.name} changes the password on ${holder.label}.`);
  await play.changePassword(holder, at);
}

export async function disable(play: Play, account: Account): Promise<void> {
  tell(play.world, `An administrator disables ${account.name}'s account.`);
  await play.administer('disable', account);
}

export async function enable(play: Play, account: Account): Promise<void> {
  tell(play.world, `An administrator enables ${account.name}'s account again.`);
  await play.administer('enable', account);
}

export async function turnRole(play: Play, account: Account): Promise<void> {
  const raises = account.role.is === 'user';
  const { name } = account;
  tell(
    play.world,
    raises ? `${name} is given the role of an administrator.` : `The role of an administrator is taken from ${name}.`,
  );
  await play.administer('setRole', account, raises ? 'admin' : 'user');
}

/** Those that were spent, with who held them last, oldest first. */
export function spentOf(world: World) {
  return world.holders.flatMap((holder) =>
    [...holder.past, holder.credential].flatMap((credential) => {
      const token = Object.values(credential).find(({ role }) => role === 'refresh');
      const spent = token && handedIn(world, token)?.spent;
      return spent ? [{ holder, credential, step: spent.step }] : [];
    }),
  );
}

export function replayOf({ label }: Holder, step: number): string {
  return `The refresh token of ${label} that was spent at step ${step} is sent once more.`;
}

function event(name: string, check: (play: Play) => boolean, run: (play: Play) => Promise<void>): Event {
  return {
    check: (play) => check(play),
    async run(_, play) {
      play.scene.tally.events += 1;
      await run(play);
    },
    toString: () => name,
  };
}

/** One that is signed in, where there is one: what is left of the others is tried at the end in any case. */
export function anyHolder(play: Play, n: number): Holder {
  const live = liveOf(play, play.world.holders);
  return pick(live.length > 0 ? live : play.world.holders, n);
}

/** Devices that are signed in: nobody but their owner knows the password. */
export function ownersOf(play: Play, account?: Account): readonly Holder[] {
  const theirs = play.world.holders.filter((one) => !one.isThief && (account === undefined || one.account === account));
  return liveOf(play, theirs);
}

/** Those of which it is certain, where there are such. */
function liveOf(play: Play, holders: readonly Holder[]): readonly Holder[] {
  const live = holders.filter((holder) => isLive(play, holder));
  const certain = live.filter(({ credential }) =>
    Object.values(credential).some((artefact) => handedIn(play.world, artefact)?.signIn.doubtful === false),
  );
  return certain.length > 0 ? certain : live;
}

/** Where all have ended, only what begins another one is an event. */
function someone(play: Play): boolean {
  return play.world.holders.some((holder) => isLive(play, holder));
}

/** Whether something of what is held may still be good. */
function isLive({ world, scene: { clock, rules } }: Play, { credential }: Holder): boolean {
  const now = { sentMs: clock.now(), answeredMs: clock.now() };
  return Object.values(credential).some((artefact) => {
    const handed = handedIn(world, artefact);
    if (!handed) return false;
    const expected = handed.role === 'refresh' ? ofRenewal(handed, now, rules) : ofRequest(handed, now, rules);
    return expected.answer !== 'refused' && handed.signIn.ended === undefined;
  });
}

/** A step that the target lacks is a read instead. */
function offered({ scene: { stage } }: Play, use: Use): Use {
  return stage.target.protocol.steps[use] ? use : 'me';
}

export function pick<T>(all: readonly T[], n: number): T {
  const found = all[n % all.length];
  if (found === undefined) throw new RangeError('there is nothing to pick from');
  return found;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const verbs: Record<Use, string> = { me: 'reads', slow: 'writes', admin: 'asks for a page of administrators' };
const devices = ['phone', 'laptop', 'tablet', 'work computer', 'television'];
