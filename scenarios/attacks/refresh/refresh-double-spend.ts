import type { Attack, Judgement } from '../../kinds/attack.ts';
import { exchangedFor, working } from '../../kit/clients/renewal.ts';
import { isAnswered } from '../../kit/evidence/unanswered.ts';
import type { Stage } from '../../stage.ts';

type Round = {
  /** Different successors handed out for one refresh token. */
  readonly minted: number;
  /** Successors that could themselves be redeemed afterwards; 2 where there are more. */
  readonly live: number;
  /** Answers that tell of a failure of the server, and uses that had none. */
  readonly crashed: number;
  readonly unanswered: number;
};

type Seen = { readonly parallel: number; readonly rounds: readonly Round[] };

/**
 * A rotation that checks and then marks was double-spent in 53 % of rounds or more when 50 requests were released
 * together over two instances, so twenty rounds miss it with a probability below 1e-6.
 */
const parallel = 50;
const wantedRounds = 20;

export default {
  kind: 'attack',
  id: 'refresh-double-spend',
  title: 'Double spend of a refresh token',
  question: 'Can one refresh token be redeemed twice at the same moment on different instances?',
  goal: 'Fork the token family: a branch of their own that the victim never notices.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-367', 'CWE-362', 'ASVS 15.4.2', 'ASVS 10.4.5', 'RFC 9700 §4.14.2'],
  steps: [
    'The victim signs in. A grace window is set, so that reuse detection does not end the family before the count.',
    `${parallel} requests redeem the same refresh token, spread over the instances, their last bytes released together.`,
    'The different successors are counted, then redeemed one after the other until a second one works.',
    `${wantedRounds} rounds, each with a fresh sign-in.`,
  ],
  fix: 'Spend a refresh token in one atomic step (SET NX, UPDATE … WHERE unused): a check before the mark lets others in.',
  controls: ['rotation-check-then-mark'],
  // Strict rotation answers the losers by ending the family, often before the winner has its successor: at most 1
  // instead of exactly 1, for a reason that is not the atomic mark which is tested here.
  needs: { instances: 2, settings: { graceMs: 10_000 } },
  appliesTo: ({ renewal }) => renewal === 'rotation' || 'nothing is rotated',
  expected: () => 'blocked',

  async attempt(stage) {
    const seen: Round[] = [];
    while (seen.filter(isWhole).length < wantedRounds && seen.length < 2 * wantedRounds) seen.push(await spend(stage));
    return { parallel, rounds: seen };
  },

  judge({ parallel, rounds }, { settings }): Judgement {
    // many that were written over each other, of which one works, fork nothing
    const forked = rounds.filter(({ live }) => live > 1);
    const counts = { tries: rounds.length, successes: forked.length };
    if (forked.length > 0) {
      const most = Math.max(...forked.map(({ minted }) => minted));
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${parallel} parallel uses yielded up to ${most} successors, and in ${forked.length} of ${rounds.length} rounds a second one worked`,
      };
    }
    const whole = rounds.filter(isWhole);
    if (whole.length < Math.min(rounds.length, wantedRounds))
      return { ...counts, outcome: 'inconclusive', because: 'some of the parallel uses got no answer' };
    if (rounds.some(({ crashed }) => crashed > 0))
      return { ...counts, outcome: 'blocked-by-crash', because: 'parallel uses were answered with a server error' };
    const one = whole.filter(({ minted }) => minted > 0).length;
    if (one === 0 || (settings.graceMs > 0 && one < whole.length))
      return { ...counts, outcome: 'inconclusive', because: `only ${one} of ${whole.length} rounds had a successor` };
    const lost = whole.filter(({ live }) => live === 0).length;
    return {
      ...counts,
      outcome: 'blocked',
      because: `${parallel} parallel uses yielded no second successor that works in ${whole.length} rounds; the rightful user lost the sign-in in ${lost}`,
    };
  },
} satisfies Attack<Seen>;

/** Whether every parallel use was answered by the application. */
function isWhole({ unanswered }: Round): boolean {
  return unanswered === 0;
}

async function spend(stage: Stage): Promise<Round> {
  const { instances } = stage.target;
  const held = await stage.signIn(stage.victim, { instance: 0 });
  const request = stage.request('refresh', { as: held });
  const entries = Array.from({ length: parallel }, (_, i) => ({ request, as: held, instance: i % instances }));
  // one of a thousand that is missing spoils its round and not all of them
  const answers = await stage.race(entries, { mayBeSilent: true });
  const successors = await exchangedFor(stage, held, answers);
  return {
    minted: successors.length,
    live: await working(stage, successors),
    crashed: answers.filter((reply) => isAnswered(reply) && reply.status >= 500).length,
    unanswered: answers.filter((reply) => !isAnswered(reply)).length,
  };
}
