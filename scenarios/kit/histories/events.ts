import fc from 'fast-check';
import {
  changePassword,
  disable,
  enable,
  keep,
  letPass,
  logOut,
  logOutEverywhere,
  renew,
  replay,
  signInAnew,
  steal,
  turnRole,
  use,
} from './acts.ts';
import { anyHolder, ownersOf, pick, someone, spentOf } from './holders.ts';
import type { Play, Use } from './scene.ts';

/** One event of a history, as fast-check draws it. Which holder it is about is a number, so that it can be shrunk. */
export type HistoryEvent = fc.AsyncCommand<Play, Play>;

/** @param can what the target offers beyond signing in and reading */
export function anyEvent(can: Abilities): fc.Arbitrary<HistoryEvent> {
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

const number = fc.nat(11);

/** Mostly of the first account: what becomes of the other shows whether both are kept apart. */
const whose = fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) });
const anyUse = fc.constantFrom<Use>('me', 'slow', 'admin');

const signsIn: fc.Arbitrary<HistoryEvent> = fc.tuple(whose, number).map(([who, at]) =>
  event(
    'sign in',
    ({ world }) => world.holders.length < 6,
    async (play) => {
      await signInAnew(play, pick(play.world.accounts, who), at);
    },
  ),
);

const isStolen: fc.Arbitrary<HistoryEvent> = fc.tuple(number, number, fc.boolean()).map(([whom, at, renews]) =>
  event(
    renews ? 'steal and renew' : 'steal',
    (play) => someone(play) && play.world.holders.length < 6,
    (play) => steal(play, anyHolder(play, whom), renews, at),
  ),
);

const isUsed: fc.Arbitrary<HistoryEvent> = fc
  .tuple(number, anyUse, number)
  .map(([whom, how, at]) => event(`use (${how})`, someone, (play) => use(play, anyHolder(play, whom), how, at)));

const isRenewed: fc.Arbitrary<HistoryEvent> = fc
  .tuple(number, number)
  .map(([whom, at]) => event('renew', someone, (play) => renew(play, anyHolder(play, whom), at)));

const isKept: fc.Arbitrary<HistoryEvent> = fc
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

const timePasses: fc.Arbitrary<HistoryEvent> = fc
  .oneof(
    { weight: 3, arbitrary: fc.constant('access' as const) },
    { weight: 2, arbitrary: fc.constant('idle' as const) },
    { weight: 1, arbitrary: fc.constant('absolute' as const) },
  )
  .map((past) =>
    event(`time passes (${past})`, someone, (play) => {
      const { access, idleMs = 0, absoluteMs = 0, slackMs, renewal } = play.scene.rules;
      const lives = { access: access?.mostMs ?? 0, idle: 1.1 * idleMs, absolute: 1.02 * absoluteMs };
      return letPass(play, (renewal === 'none' ? lives.access : lives[past]) + 2 * slackMs);
    }),
  );

const isReplayed: fc.Arbitrary<HistoryEvent> = fc.tuple(number, number, number).map(([whom, which, at]) =>
  event(
    'replay',
    ({ world }) => spentOf(world).length > 0,
    async (play) => {
      const { holder, credential, step } = pick(spentOf(play.world), whom + which);
      await replay(play, holder, credential, step, at);
    },
  ),
);

const logsOut: fc.Arbitrary<HistoryEvent> = fc
  .tuple(number, fc.boolean(), number)
  .map(([whom, whole, at]) =>
    event(whole ? 'log out' : 'log out by cookie', someone, (play) => logOut(play, anyHolder(play, whom), whole, at)),
  );

const logsOutEverywhere: fc.Arbitrary<HistoryEvent> = fc
  .tuple(number, number)
  .map(([whom, at]) =>
    event('log out everywhere', someone, (play) => logOutEverywhere(play, anyHolder(play, whom), at)),
  );

const changesPassword: fc.Arbitrary<HistoryEvent> = fc.tuple(number, number).map(([whom, at]) =>
  event(
    'change the password',
    (play) => ownersOf(play).length > 0,
    async (play) => {
      await changePassword(play, pick(ownersOf(play), whom), at);
    },
  ),
);

const isDisabled: fc.Arbitrary<HistoryEvent> = whose.map((who) =>
  event(
    'disable',
    (play) => someone(play) && !pick(play.world.accounts, who).disabled,
    (play) => disable(play, pick(play.world.accounts, who)),
  ),
);

const isEnabled: fc.Arbitrary<HistoryEvent> = whose.map((who) =>
  event(
    'enable',
    ({ world }) => pick(world.accounts, who).disabled !== undefined,
    (play) => enable(play, pick(play.world.accounts, who)),
  ),
);

const getsRole: fc.Arbitrary<HistoryEvent> = whose.map((who) =>
  event(
    'change the role',
    () => true,
    (play) => turnRole(play, pick(play.world.accounts, who)),
  ),
);

function event(name: string, check: (play: Play) => boolean, run: (play: Play) => Promise<void>): HistoryEvent {
  return {
    check: (play) => check(play),
    async run(_, play) {
      play.scene.tally.events += 1;
      await run(play);
    },
    toString: () => name,
  };
}
