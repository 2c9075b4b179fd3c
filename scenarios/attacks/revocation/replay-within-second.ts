import type { Attack, Judgement } from '../../kinds/attack.ts';
import { untilNextSecondMs } from '../../kit/windows/next-second.ts';
import type { Stage } from '../../stage.ts';

type Round = {
  /** Whether the sign-in and its end fell into one second of the clock. */
  readonly within: boolean;
  readonly done: boolean;
  readonly accepted: boolean;
};

type Seen = { readonly rounds: readonly Round[] };

const most = 8;
const wanted = 2;

export default {
  kind: 'attack',
  id: 'replay-within-second',
  title: 'Replay of a token that ended in the second of its issue',
  question: 'Does a date that ends all tokens also end those that are younger than a second?',
  goal: 'Keep a token that was issued just before all were ended, where times have whole seconds.',
  precondition: 'copy',
  severity: 'medium',
  references: ['CWE-697', 'RFC 7519 §2', 'ASVS 7.4.1', 'ASVS 7.4.3'],
  steps: [
    'At the beginning of a second the victim signs in twice and asks from one device for a logout everywhere.',
    'The copy of the other device is used.',
    `Until ${wanted} rounds fell into one second each, ${most} at most.`,
  ],
  fix: 'Keep the time of issue and the time of the end in milliseconds, and refuse a token where both are the same.',
  controls: ['date-in-whole-seconds'],
  needs: { steps: ['logoutAll'] },
  appliesTo: ({ endsAllBy }) => endsAllBy === 'date' || 'sign-ins do not end by a date',
  expected: () => 'blocked',

  async attempt(stage) {
    const rounds: Round[] = [];
    while (rounds.length < most && rounds.filter(({ within }) => within).length < wanted)
      rounds.push(await endAtOnce(stage));
    return { rounds };
  },

  judge({ rounds }): Judgement {
    const told = rounds.filter(({ within, done }) => within && done);
    const successes = told.filter(({ accepted }) => accepted).length;
    const counts = { tries: told.length, successes };
    if (successes > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${successes} of ${told.length} tokens outlived an end in the second of their issue`,
      };
    if (told.length === 0)
      return { ...counts, outcome: 'inconclusive', because: 'no sign-in ended in the second in which it began' };
    return {
      ...counts,
      outcome: 'blocked',
      because: `${told.length} of ${told.length} tokens ended in their own second`,
    };
  },
} satisfies Attack<Seen>;

async function endAtOnce(stage: Stage): Promise<Round> {
  const { victim, target } = stage;
  await stage.wait(untilNextSecondMs());
  const second = () => Math.floor(Date.now() / 1_000);
  const began = second();
  const [copy, own] = await Promise.all([stage.signIn(victim), stage.signIn(victim)]);
  const { status } = await stage.perform('logoutAll', { as: own });
  const within = second() === began;
  const accepted = (await stage.whoAmI(copy)) === victim.id;
  return { within, done: target.protocol.steps.logoutAll?.ok.includes(status) ?? false, accepted };
}
