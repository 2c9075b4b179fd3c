import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { needed } from '../../kit/clients/needed.ts';
import { successorsIn, working } from '../../kit/clients/renewal.ts';
import type { Stage } from '../../stage.ts';

type Round = {
  /** Different successors handed out for one refresh token. */
  readonly minted: number;
  /** Successors that could themselves be redeemed afterwards; 2 where there are more. */
  readonly live: number;
};

type Seen = { readonly rounds: readonly Round[] };

const wantedRounds = 4;
/** Far more than two last bytes, written together, arrive apart: what one instance reads, the other has not yet written. */
const oneWayMs = 25;

export default {
  kind: 'attack',
  id: 'refresh-double-spend-slow-store',
  title: 'Double spend while the store is slow',
  question: 'Can one refresh token be redeemed at two instances, between the look and the mark of each?',
  goal: 'Fork the token family: a branch of their own that the victim never notices.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-367', 'CWE-362', 'ASVS 15.4.2', 'ASVS 10.4.5', 'RFC 9700 §4.14.2'],
  steps: [
    'The victim signs in. A grace window is set, so that reuse detection does not end the family before the count.',
    `Every byte to and from the store takes ${oneWayMs} ms: whatever an instance reads before it writes, the other one has read by then.`,
    'The token is redeemed at each instance at once, and every successor that was handed out is redeemed.',
    `${wantedRounds} rounds, each with a sign-in of its own.`,
  ],
  fix: 'Spend a refresh token in one atomic step (SET NX, UPDATE … WHERE unused): a check before the mark lets others in.',
  controls: ['rotation-check-then-mark', 'rotation-locked-by-instance'],
  needs: { instances: 2, hooks: ['slowStore'], settings: { graceMs: 10_000 }, alone: 'server' },
  appliesTo: ({ renewal }) => renewal === 'rotation' || 'nothing is rotated',
  expected: () => 'blocked',

  async attempt(stage) {
    const slow = needed(stage, 'slowStore');
    const rounds: Round[] = [];
    for (let i = 0; i < wantedRounds; i += 1) {
      const held = await stage.signIn(stage.victim);
      await slow(oneWayMs);
      const successors = await spend(stage, held).finally(() => slow(0));
      rounds.push({ minted: successors.length, live: await working(stage, successors) });
    }
    return { rounds };
  },

  judge({ rounds }): Judgement {
    const forked = rounds.filter(({ minted, live }) => minted > 1 || live > 1);
    const counts = { tries: rounds.length, successes: forked.length };
    if (forked.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `one token yielded a successor at each of two instances in ${forked.length} of ${rounds.length} rounds`,
      };
    const one = rounds.filter(({ minted }) => minted === 1).length;
    if (one < rounds.length)
      return { ...counts, outcome: 'inconclusive', because: `only ${one} of ${rounds.length} rounds had a successor` };
    return { ...counts, outcome: 'blocked', because: `two instances yielded one successor in ${one} of ${one} rounds` };
  },
} satisfies Attack<Seen>;

async function spend(stage: Stage, held: Credential): Promise<Credential[]> {
  const request = stage.request('refresh', { as: held });
  const answers = await stage.race([0, 1].map((instance) => ({ request, instance })));
  return successorsIn(stage, answers);
}
