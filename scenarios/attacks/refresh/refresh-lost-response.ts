import type { Attack, Judgement } from '../../kinds/attack.ts';
import { redeem } from '../../kit/clients/renewal.ts';
import { isBefore } from '../../kit/windows/age.ts';
import type { Stage } from '../../stage.ts';

type Loss = {
  /** Answers that never reached the client, one after the other. */
  readonly lost: number;
  /** Whether the next try with the same token was answered as done. */
  readonly retried: boolean;
  /** Whether the client could renew once more with what that try gave it. */
  readonly goesOn: boolean;
  /** From before the first use of the token to the answer to the last: the grace window must have been open. */
  readonly withinMs: number;
};

type Seen = { readonly losses: readonly Loss[] };

const rounds = 12;

export default {
  kind: 'attack',
  id: 'refresh-lost-response',
  title: 'False alarm: the answer to a renewal is lost',
  question: 'Does reuse detection log out a user whose connection broke at the wrong moment?',
  goal: 'None: this is an honest user, who must not be taken for a thief.',
  precondition: 'fault',
  severity: 'medium',
  references: ['CWE-841', 'RFC 9700 §4.14.2'],
  steps: [
    'A user signs in and renews; the server has done it, but the answer does not reach the client. Every other time, the second answer is lost too.',
    'The client tries again at another instance with the token that it still has, and then goes on with what it was given.',
    `${rounds} rounds, each with a sign-in of its own. A grace window is set; the weakened server has none.`,
  ],
  fix: 'Accept a spent refresh token again for some seconds, and answer with the successor that it already has. Take it for theft only after that.',
  controls: ['rotation-without-grace'],
  needs: { instances: 2, settings: { graceMs: 10_000 } },
  appliesTo: ({ renewal }) => renewal === 'rotation' || 'nothing is rotated',
  expected: () => 'blocked',

  async attempt(stage) {
    const losses: Loss[] = [];
    for (let round = 0; round < rounds; round += 1) losses.push(await lose(stage, 1 + (round % 2)));
    return { losses };
  },

  judge({ losses }, { settings: { graceMs } }): Judgement {
    const out = losses.filter(({ retried, goesOn }) => !retried || !goesOn).length;
    const counts = { tries: losses.length, successes: out };
    // the weakened server has no window that could have been over
    if (out > 0 && losses.some(({ withinMs }) => !isBefore({ mostMs: withinMs }, graceMs)))
      return { ...counts, outcome: 'inconclusive', because: 'a retry came when the grace window may have been over' };
    if (out > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${out} of ${losses.length} honest users were logged out because an answer was lost`,
      };
    const most = Math.ceil(3_000 / losses.length);
    return {
      ...counts,
      outcome: 'blocked',
      because: `0 of ${losses.length} honest users were logged out because an answer was lost (with 95 % confidence at most ${most} per 1,000)`,
    };
  },
} satisfies Attack<Seen>;

async function lose(stage: Stage, lost: number): Promise<Loss> {
  const held = await stage.signIn(stage.victim);
  const start = performance.now();
  for (let i = 0; i < lost; i += 1) await stage.perform('refresh', { as: held });
  const retried = await redeem(stage, held);
  const withinMs = Math.ceil(performance.now() - start);
  return {
    lost,
    retried: retried !== undefined,
    goesOn: retried !== undefined && (await redeem(stage, retried)) !== undefined,
    withinMs,
  };
}
