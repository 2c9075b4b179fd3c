import type { Attack, Judgement } from '../../kinds/attack.ts';
import { accountsNeeded } from '../../kit/histories/cast.ts';
import type { Explored } from '../../kit/histories/explore.ts';
import { withoutLag } from '../../kit/windows/lag.ts';
import type { Effort } from '../../stage.ts';

/** How many histories, and how many sign-ins of one account are more than any page holds. */
const extents: Record<Effort, { readonly histories: number; readonly many: number; readonly withinMs: number }> = {
  smoke: { histories: 48, many: 120, withinMs: 40_000 },
  quick: { histories: 60, many: 120, withinMs: 50_000 },
  standard: { histories: 250, many: 120, withinMs: 100_000 },
  full: { histories: 1_000, many: 1_050, withinMs: 200_000 },
};
const shrinkWithinMs = 5_000;
/** An external target is asked for a few sign-ins in each. */
const ofOthers = 12;

export default {
  kind: 'attack',
  id: 'sign-in-histories',
  title: 'Sign-ins with a history',
  question: 'Does every sign-in end when it should, whatever came before?',
  goal: 'Find a chain of events after which something that should have ended is still accepted.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-613', 'ASVS 7.3.1', 'ASVS 7.3.2', 'ASVS 7.4.1', 'ASVS 7.4.2', 'ASVS 7.4.3', 'RFC 9700 §4.14.2'],
  steps: [
    'A model says what must be accepted and what refused, from the traits and the settings of the scheme alone; what is uncertain is neither.',
    'Random histories of two people, their devices and thieves are drawn from the seed of the run: sign-ins, uses, renewals, thefts at any point, spent tokens that come again, logouts with all or a part of what is held, logouts everywhere, changed passwords, accounts disabled and enabled, roles given and taken, time that passes.',
    'Each is played over all instances; the clocks of servers and store are moved, so that lifetimes are as people have them.',
    'At its end, everything that was ever held is tried once more.',
    'The first history that differs from the model is made as short as can be, and played once more for the record.',
  ],
  fix: 'Follow the history that was found: at its last step something is accepted that had ended. Let each end reach every copy, at every instance.',
  controls: [
    'index-ends-with-first-idle',
    'spent-mark-ends-with-idle',
    'spared-sign-in-unlisted',
    'end-all-first-page',
    'logout-needs-newest-token',
    'logout-needs-access-token',
    'enable-revives-sign-ins',
    'role-kept-at-renewal',
    'write-moves-absolute-end',
    'cookie-bare-after-renewal',
    'access-token-outlives-all',
  ],
  needs: {
    hooksOfOurs: ['advance'],
    steps: [['logout', 'logoutAll', 'refresh']],
    instances: 2,
    users: accountsNeeded,
    settings: withoutLag,
  },
  appliesTo: () => true,
  expected: () => 'blocked',

  async attempt(stage) {
    // imported here: nothing else in a run needs a generator
    const { explore } = await import('../../kit/histories/explore.ts');
    const extent = extents[stage.effort];
    const histories = Number.isFinite(stage.target.ceilings.requests) ? ofOthers : extent.histories;
    const seed = Math.floor(stage.random() * 2 ** 31);
    return explore(stage, { ...extent, histories, seed, shrinkWithinMs });
  },

  judge({ tally, difference, timePasses, whole }): Judgement {
    const { histories, refused, accepted } = tally;
    const counts = { tries: histories, successes: difference?.again && difference.kind !== 'refused' ? 1 : 0 };
    if (difference) {
      const story = difference.story.map((sentence, i) => `${i + 1}. ${sentence}`).join(' ');
      if (!difference.again)
        return {
          ...counts,
          outcome: 'inconclusive',
          because: `what one history showed did not come out again: ${story}`,
        };
      if (difference.kind === 'refused')
        return { ...counts, outcome: 'inconclusive', because: `a good sign-in was refused: ${story}` };
      return { ...counts, outcome: 'succeeded', because: story };
    }
    if (!whole)
      return { ...counts, outcome: 'inconclusive', because: `there was time for ${histories} histories alone` };
    if (accepted === 0 || refused === 0)
      return { ...counts, outcome: 'inconclusive', because: 'in no history was one use good, and another one not' };
    return {
      ...counts,
      outcome: 'blocked',
      because: `in ${histories} histories ${refused} uses were refused after an end, and ${accepted} accepted before it${timePasses ? '' : '; in none of them did time pass'}`,
    };
  },
} satisfies Attack<Explored>;
