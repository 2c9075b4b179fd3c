import type { Credential, Reply, User } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { goesOn, heldAfter } from '../../kit/clients/renewal.ts';
import { together } from '../../kit/evidence/together.ts';
import { timed } from '../../kit/windows/age.ts';
import { withoutLag } from '../../kit/windows/lag.ts';
import type { Stage } from '../../stage.ts';

const events = ['logout', 'logoutAll', 'disable', 'password'] as const;
type Event = (typeof events)[number];

type Round = {
  readonly event: Event;
  /** Whether the event was asked for, and answered as done, while the change was under way. */
  readonly overlapped: boolean;
  /** Whether what the change handed out, or left, was good when all was over. */
  readonly alive: boolean;
  /** Whether a password that was answered as taken is not the one that logs in. */
  readonly overwritten: boolean;
};

type Seen = { readonly rounds: readonly Round[] };

/** An event that comes so much later comes while a password of this cost is still being hashed. */
const passwordCost = 17;
const laterMs = 60;

export default {
  kind: 'attack',
  id: 'password-change-race',
  title: 'An end that comes while the password is changed',
  question: 'Does a change of the password, under way when its sign-in is ended, begin that sign-in anew?',
  goal: 'Keep a stolen sign-in, or win back the account, by a change of the password that was asked for before the end came.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-367', 'CWE-362', 'CWE-613', 'ASVS 7.4.1', 'ASVS 7.4.2', 'ASVS 7.4.3', 'ASVS 2.3.3'],
  steps: [
    'Whoever has a copy of the sign-in, and knows the password, asks for another one. To hash that takes long.',
    'Meanwhile, at another instance, its owner logs out there, logs out everywhere, changes the password on another device, or an administrator disables the account.',
    'A disabled account is enabled again. Then it is tried what the change handed out, and which password logs in.',
  ],
  fix: 'Change the password only if the account is still as it was when it was compared. Replace a sign-in only if it was you who ended the old one.',
  controls: ['password-change-unconditional', 'spared-sign-in-not-asked'],
  needs: { instances: 2, steps: ['password'], ourRoutes: true, users: 10, settings: { passwordCost, ...withoutLag } },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    const boss = await stage.signIn(stage.admin);
    const rounds: Round[] = [];
    for (const [place, event] of eventsOf(stage).entries())
      rounds.push(await round(stage, event, stage.user(3 + place), boss));
    return { rounds };
  },

  judge({ rounds }): Judgement {
    const outlived = rounds.filter(({ overlapped, alive }) => overlapped && alive);
    const overwritten = rounds.filter((one) => one.overwritten);
    const counts = { tries: rounds.length, successes: new Set([...outlived, ...overwritten]).size };
    if (outlived.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `a sign-in outlived what ended it while its password was changed: ${list(outlived)}`,
      };
    if (overwritten.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: 'of two changes of one password, the one that was answered as done was overwritten by the other',
      };
    const missed = rounds.filter(({ overlapped }) => !overlapped);
    if (missed.length > 0)
      return { ...counts, outcome: 'inconclusive', because: `no change was under way beside: ${list(missed)}` };
    return {
      ...counts,
      outcome: 'blocked',
      because: `no sign-in was begun anew, and no password overwritten, in ${rounds.length} rounds`,
    };
  },
} satisfies Attack<Seen>;

function list(rounds: readonly Round[]): string {
  return rounds.map(({ event }) => event).join(', ');
}

/** Of what nobody can take back, the password alone is at stake. */
function eventsOf({ target: { traits, protocol } }: Stage): readonly Event[] {
  const endable = traits.revocation !== 'at-expiry' || protocol.steps.refresh !== undefined;
  return events.filter((event) => protocol.steps[event] && (endable || event === 'password'));
}

async function round(stage: Stage, event: Event, user: User, boss: Credential): Promise<Round> {
  const { password } = user;
  const [stolen, device] = [await stage.signIn(user, { instance: 0 }), await stage.signIn(user, { instance: 0 })];
  const [late, end] = await together(
    timed(() => change(stage, stolen, password, `${password}, late`, 0)),
    stage.wait(laterMs).then(() => timed(() => endBy(stage, event, { stolen, device, boss }, user))),
  );
  const done = stage.target.protocol.steps[event]?.ok.includes(end.value.status) ?? false;
  if (done && event === 'disable') await stage.perform('enable', { as: boss, values: { id: user.id } });
  const taken = [...(isDone(stage, late.value) ? ['late'] : []), ...(done && event === 'password' ? ['other'] : [])];
  const works = await Promise.all(taken.map((which) => logsIn(stage, { ...user, password: `${password}, ${which}` })));
  return {
    event,
    overlapped:
      event === 'password'
        ? end.span.sentMs < late.span.answeredMs
        : done && end.span.answeredMs < late.span.answeredMs,
    alive: event !== 'password' && done && (await goesOn(stage, heldAfter(stolen, late.value))),
    overwritten: works.includes(false),
  };
}

function change(stage: Stage, as: Credential, password: string, next: string, instance: number): Promise<Reply> {
  return stage.perform('password', { as, instance, values: { password, next } });
}

function endBy(
  stage: Stage,
  event: Event,
  { stolen, device, boss }: { readonly stolen: Credential; readonly device: Credential; readonly boss: Credential },
  { id, password }: User,
): Promise<Reply> {
  const instance = 1;
  if (event === 'password') return change(stage, device, password, `${password}, other`, instance);
  if (event === 'disable') return stage.perform('disable', { as: boss, instance, values: { id } });
  return stage.perform(event, { as: event === 'logout' ? stolen : device, instance });
}

function isDone({ target }: Stage, { status }: Reply): boolean {
  return target.protocol.steps.password?.ok.includes(status) ?? false;
}

async function logsIn(stage: Stage, { id, username, password }: User): Promise<boolean> {
  const { credential } = await stage.perform('login', { values: { username, password } });
  return (await stage.whoAmI(credential)) === id;
}
