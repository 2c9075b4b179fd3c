import type { Attack, Judgement } from '../../kinds/attack.ts';
import { redeem } from '../../kit/clients/renewal.ts';
import { together } from '../../kit/evidence/together.ts';
import {
  type Aftermath,
  judgeAftermath,
  shortEnds,
  speakingFor,
  useCopy,
  usedEverywhere,
} from '../../kit/windows/aftermath.ts';

type Seen = Aftermath & {
  readonly signIns: number;
  /** Of the first request with each of them after logout-all. */
  readonly accepted: number;
  /** Of their refresh tokens. */
  readonly renewed: number;
};

const signIns = 50;

export default {
  kind: 'attack',
  id: 'concurrent-sessions',
  title: 'Sign-ins that outlive a logout everywhere',
  question: 'Does a logout on all devices reach every one of many sign-ins?',
  goal: 'Hold one of many sign-ins that the victim forgets to end.',
  precondition: 'copy',
  severity: 'medium',
  references: ['CWE-613', 'ASVS 7.5.2', 'WSTG-SESS-11', 'ASVS 10.4.9'],
  steps: [
    `The victim signs in ${signIns} times, at each instance in turn; the thief copies all of it.`,
    'The victim asks for a logout everywhere, from the last of them.',
    'Each copy is used once, and each refresh token redeemed.',
    'The last copy of another device is used until ten refusals in a row.',
  ],
  fix: 'End every sign-in of the account at a logout everywhere.',
  controls: ['end-all-ends-nothing', 'access-token-outlives-all', 'seal-without-absolute-end', 'answers-never-stale'],
  needs: { steps: ['logoutAll'], instances: 2, settings: shortEnds },
  appliesTo: () => true,
  expected: ({ revocation }) => (revocation === 'immediate' ? 'blocked' : 'window'),

  async attempt(stage) {
    const { victim, target } = stage;
    const many = await inBatches(
      Array.from({ length: signIns - 2 }, (_, i) => () => stage.signIn(victim, { instance: i % target.instances })),
    );
    // the two that are looked at longest begin last, since a self-contained credential is ageing already
    const start = performance.now();
    const [other, last] = await Promise.all([stage.signIn(victim), stage.signIn(victim)]);
    await usedEverywhere(stage, other);
    const logout = await stage.perform('logoutAll', { as: last });
    const done = target.protocol.steps.logoutAll?.ok.includes(logout.status) ?? false;
    const isVictim = speakingFor(stage, victim.id);
    const tryAll = async () => {
      const used = await inBatches([...many, last].map((copy) => () => isVictim(copy)));
      const renewals = target.protocol.steps.refresh
        ? await inBatches([...many, last].map((copy) => () => redeem(stage, copy)))
        : [];
      return { used, renewals };
    };
    const [watched, { used, renewals }] = await together(useCopy(stage, other, start, isVictim), tryAll());
    return {
      signIns,
      accepted: used.filter(Boolean).length,
      renewed: renewals.filter((held) => held !== undefined).length,
      done,
      ...watched,
    };
  },

  judge({ signIns, accepted, renewed, ...facts }, target): Judgement {
    const judgement = judgeAftermath('logout-all', 'logout everywhere', facts, target);
    const counts = { tries: signIns, successes: Math.max(accepted, renewed) };
    const immediate = target.traits.revocation === 'immediate';
    if (facts.done && (renewed > 0 || (immediate && accepted > 0)))
      return {
        ...judgement,
        ...counts,
        outcome: 'succeeded',
        because: `after the logout everywhere ${accepted} of ${signIns} sign-ins were still accepted and ${renewed} renewed`,
      };
    return { ...judgement, ...counts, because: `${judgement.because} (${signIns} sign-ins)` };
  },
} satisfies Attack<Seen>;

/** A few at once: a burst of logins is work that others on the same server would wait for. */
const atOnce = 8;

async function inBatches<T>(acts: readonly (() => Promise<T>)[]): Promise<T[]> {
  const done: T[] = [];
  for (let from = 0; from < acts.length; from += atOnce)
    done.push(...(await together(...acts.slice(from, from + atOnce).map((act) => act()))));
  return done;
}
