import type { Attack, Judgement } from '../../kinds/attack.ts';

/** A token that an order to end all was to end. */
interface End {
  readonly of: 'a token of a clock that is ahead' | 'a token after an end by a clock that is ahead';
  /** Whether it was good until all were ended. */
  readonly before: boolean;
  readonly done: boolean;
  readonly after: boolean;
}

type Seen = { readonly aheadMs: number; readonly ends: readonly End[] };

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
    'The victim asks for the same at the instance whose clock is ahead, signs in again at the other one, and asks for it there.',
    'A copy of this last sign-in is used: an end by a clock that is behind must not take back one by a clock that is ahead.',
  ],
  fix: 'Take the times of issues and of ends from one clock, such as that of the store. Never replace an end by an earlier one.',
  controls: ['date-of-own-clock'],
  needs: { hooks: ['joinSkewed', 'kill'], steps: ['logoutAll'], alone: 'server' },
  appliesTo: ({ endsAllBy }) => endsAllBy === 'date' || 'sign-ins do not end by a date',
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim, target, hooks } = stage;
    const { joinSkewed, kill } = hooks;
    if (!joinSkewed || !kill) throw new Error('the target offers no instance with another clock');
    const ahead = await joinSkewed(aheadMs);
    const endAll = async (instance: number) => {
      const { status } = await stage.perform('logoutAll', { as: await stage.signIn(victim, { instance }), instance });
      return target.protocol.steps.logoutAll?.ok.includes(status) ?? false;
    };
    const endedBy0 = async (of: End['of'], issuedAt: number): Promise<End> => {
      const copy = await stage.signIn(victim, { instance: issuedAt });
      const isGood = async () => (await stage.whoAmI(copy, { instance: issuedAt })) === victim.id;
      return { of, before: await isGood(), done: await endAll(0), after: await isGood() };
    };
    const first = await endedBy0('a token of a clock that is ahead', ahead);
    const isSet = await endAll(ahead);
    const second = await endedBy0('a token after an end by a clock that is ahead', 0);
    await kill(ahead);
    return { aheadMs, ends: [first, { ...second, done: isSet && second.done }] };
  },

  judge({ aheadMs, ends }): Judgement {
    const outlived = ends.filter(({ before, done, after }) => before && done && after);
    const counts = { tries: ends.length, successes: outlived.length };
    if (outlived.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${outlived.map(({ of }) => of).join(' and ')}, by ${aheadMs} ms, outlived the logout everywhere`,
      };
    if (ends.some(({ before, done }) => !before || !done))
      return { ...counts, outcome: 'inconclusive', because: 'a token was not good before, or an order was refused' };
    return {
      ...counts,
      outcome: 'blocked',
      because: `${ends.length} of ${ends.length} tokens ended with the logout everywhere, with a clock ${aheadMs} ms ahead`,
    };
  },
} satisfies Attack<Seen>;
