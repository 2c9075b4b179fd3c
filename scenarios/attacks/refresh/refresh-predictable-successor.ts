import type { Attack, Judgement } from '../../kinds/attack.ts';
import { redeem, refreshTokenOf } from '../../kit/clients/renewal.ts';

type Seen = {
  /** Redemptions of one and the same token, each in the state of the store before the first of them. */
  readonly redeemed: number;
  /** Different successors among what they handed out. */
  readonly successors: number;
};

const times = 4;

export default {
  kind: 'attack',
  id: 'refresh-predictable-successor',
  title: 'A successor that follows from its parent',
  question: 'Can whoever has a refresh token compute its successors, without ever redeeming it?',
  goal: 'Follow a token family by arithmetic, so that no reuse is ever seen.',
  precondition: 'copy',
  severity: 'high',
  references: [
    'CWE-340',
    'CWE-330',
    'RFC 6749 §10.10',
    'RFC 9700 §4.14.2',
    'ASVS 11.5.1',
    'ASVS 7.2.3',
    'RFC 9700 §4.14.1',
  ],
  steps: [
    'A user signs in; the state of the store is kept.',
    `The refresh token is redeemed and the store put back, ${times} times.`,
    'All that the server has for its answer is the same each time: successors that are the same come from the parent alone, and differ where a random part goes in.',
  ],
  fix: 'Draw every session id and refresh token from a cryptographically secure random source, 128 bits at least, and derive none from another.',
  controls: ['successor-from-parent'],
  needs: { alone: 'server', hooks: ['readStore', 'restoreStore'] },
  appliesTo: ({ renewal }) => renewal === 'rotation' || 'nothing is rotated',
  expected: () => 'blocked',

  async attempt(stage) {
    const { readStore, restoreStore } = stage.hooks;
    if (!readStore || !restoreStore) throw new Error('the store is not ours to put back');
    const held = await stage.signIn(stage.victim);
    const before = await readStore();
    const successors = new Set<string>();
    let redeemed = 0;
    for (let i = 0; i < times; i += 1) {
      const next = await redeem(stage, held);
      const token = next && refreshTokenOf(next);
      if (token) {
        redeemed += 1;
        successors.add(token);
      }
      await restoreStore(before);
    }
    return { redeemed, successors: successors.size };
  },

  judge({ redeemed, successors }): Judgement {
    const counts = { tries: redeemed, successes: redeemed - successors };
    if (redeemed < 2)
      return {
        ...counts,
        outcome: 'inconclusive',
        because: 'the token could not be redeemed again on the former state',
      };
    if (successors < redeemed)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${redeemed} redemptions of one token gave ${successors} different successors: they follow from the token`,
      };
    return {
      ...counts,
      outcome: 'blocked',
      because: `${redeemed} redemptions of one token gave ${successors} different successors`,
    };
  },
} satisfies Attack<Seen>;
