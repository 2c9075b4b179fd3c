import type { StepName } from '../../../servers/scheme.ts';
import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { needed } from '../../kit/clients/needed.ts';
import { goesOn } from '../../kit/clients/renewal.ts';
import { withoutLag } from '../../kit/windows/lag.ts';
import { recovered } from '../../kit/windows/outage.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  /** How each sign-in ended, and whether its copy was good when the replica answered. */
  readonly ended: readonly { readonly way: Way; readonly livesOn: boolean }[];
  /** Whether a sign-in that nobody ended was good then: else the replica knew of none. */
  readonly otherGood: boolean;
};

type Way = 'logout' | 'logoutAll' | 'refresh';

/** Accounts before it are those of baselines. */
const firstUser = 3;

export default {
  kind: 'attack',
  id: 'failover-resurrection',
  title: 'Ends that a replica had not heard of',
  question: 'Is what was ended a moment ago good again when a replica takes over that had not heard of it?',
  goal: 'Use a copy of an ended sign-in, or a refresh token that was used, after a failover.',
  precondition: 'fault',
  severity: 'medium',
  references: ['CWE-613', 'CWE-367', 'ASVS 7.4.1'],
  steps: [
    'Victims sign in; the thief copies everything that their clients then hold, and a replica has heard of all that.',
    'One logs out, one logs out everywhere, one renews where there is a renewal: all are told that it is done.',
    'The replica, which has heard of none of it, takes over, and the thief uses the copies.',
  ],
  fix: 'Say that a sign-in has ended once replicas that may take over have heard of it, or tell them again after a failover.',
  controls: ['endings-said-once'],
  needs: {
    alone: 'server',
    hooks: ['readStore', 'cutStore', 'healStore', 'failOverStore'],
    steps: ['logout'],
    users: firstUser + 4,
    settings: withoutLag,
  },
  appliesTo: ({ store }) => store !== 'never' || 'no store keeps what was ended',
  expected: () => 'blocked',

  async attempt(stage) {
    const { steps } = stage.target.protocol;
    const ways = (['logout', 'logoutAll', 'refresh'] as const).filter((way) => steps[way] !== undefined);
    const other = stage.user(firstUser + ways.length);
    const held: Credential[] = [];
    for (const i of ways.keys()) held.push(await stage.signIn(stage.user(firstUser + i)));
    const others = await stage.signIn(other);
    const replica = await needed(stage, 'readStore')();
    for (const [i, way] of ways.entries()) await done(stage, way, held[i] ?? {});
    await needed(stage, 'cutStore')();
    await needed(stage, 'failOverStore')(replica);
    await needed(stage, 'healStore')();
    await recovered(stage);
    const ended: Seen['ended'][number][] = [];
    for (const [i, way] of ways.entries()) ended.push({ way, livesOn: await goesOn(stage, held[i] ?? {}) });
    return { ended, otherGood: await goesOn(stage, others) };
  },

  judge({ ended, otherGood }): Judgement {
    const alive = ended.filter(({ livesOn }) => livesOn);
    const counts = { tries: ended.length, successes: alive.length };
    const told = (some: Seen['ended']) => some.map(({ way }) => names[way]).join(', ');
    if (alive.length > 0)
      return { ...counts, outcome: 'succeeded', because: `good again when the replica answered: ${told(alive)}` };
    if (!otherGood)
      return { ...counts, outcome: 'inconclusive', because: 'the replica knew no sign-in that was still good either' };
    return { ...counts, outcome: 'blocked', because: `refused when the replica answered: ${told(ended)}` };
  },
} satisfies Attack<Seen>;

const names: Readonly<Record<Way, string>> = {
  logout: 'a sign-in that had been logged out',
  logoutAll: 'one that had been ended with all of its user',
  refresh: 'a refresh token that had been used',
};

/** @throws where it was refused: what did not end says nothing. */
async function done(stage: Stage, step: StepName & Way, as: Credential): Promise<void> {
  const { status } = await stage.perform(step, { as });
  if (!stage.target.protocol.steps[step]?.ok.includes(status)) throw new Error(`${step} answered ${status}`);
}
