import type { Attack, Judgement } from '../../kinds/attack.ts';

type Seen = {
  readonly aheadMs: number;
  /** Whether the token was good where it was issued, until all were ended. */
  readonly before: boolean;
  readonly done: boolean;
  readonly after: boolean;
};

/** Less than what clocks are said to differ by at most, and more than anybody forgives. */
const aheadMs = 30_000;

export default {
  kind: 'attack',
  id: 'clock-skew-ending',
  title: 'An end by a clock that is behind',
  question: 'Does a date end tokens that an instance with a fast clock issued?',
  goal: 'Keep a token that says to be younger than the order that ended all.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-367', 'CWE-613', 'ASVS 7.4.1'],
  steps: [
    `The victim signs in at an instance whose clock is ${aheadMs / 1_000} s ahead; the thief copies the token.`,
    'The victim asks for a logout everywhere, at an instance whose clock is right.',
    'The thief uses the copy where it was issued.',
  ],
  controls: ['date-of-own-clock'],
  needs: { hooks: ['joinSkewed', 'kill'], steps: ['logoutAll'], alone: 'server' },
  appliesTo: ({ endsAllBy }) => endsAllBy === 'date' || 'sign-ins do not end by a date',
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, target, hooks } = stage;
    const { joinSkewed, kill } = hooks;
    if (!joinSkewed || !kill) throw new Error('the target offers no instance with another clock');
    const ahead = await joinSkewed(aheadMs);
    const copy = await stage.signIn(victim, { instance: ahead });
    const before = (await stage.whoAmI(copy, { instance: ahead })) === victim.id;
    const own = await stage.signIn(victim, { instance: 0 });
    const { status } = await stage.perform('logoutAll', { as: own, instance: 0 });
    const after = (await stage.whoAmI(copy, { instance: ahead })) === victim.id;
    await kill(ahead);
    return { aheadMs, before, done: target.protocol.steps.logoutAll?.ok.includes(status) ?? false, after };
  },

  judge({ aheadMs, before, done, after }): Judgement {
    const counts = { tries: 1, successes: after ? 1 : 0 };
    if (!before || !done)
      return { ...counts, outcome: 'inconclusive', because: 'the token was not good before, or the order was refused' };
    return after
      ? {
          ...counts,
          outcome: 'succeeded',
          because: `a token of a clock ${aheadMs} ms ahead outlived the logout everywhere`,
        }
      : {
          ...counts,
          outcome: 'blocked',
          because: `a token of a clock ${aheadMs} ms ahead ended with the logout everywhere`,
        };
  },
} satisfies Attack<Seen>;
