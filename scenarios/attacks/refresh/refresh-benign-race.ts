import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { isRenewed, redeem, refreshTokenOf } from '../../kit/clients/renewal.ts';
import { isBefore } from '../../kit/windows/age.ts';
import type { Stage } from '../../stage.ts';

type Race = {
  /** Parallel renewals from one cookie jar. */
  readonly tabs: number;
  /** Renewals that were refused: a page logs its user out on that. */
  readonly refused: number;
  /** Answers that took the refresh token away from the browser, which may come last. */
  readonly cleared: number;
  /** Different tokens that it was left with, by whichever answer came last, and how many of them could be renewed once more. */
  readonly left: number;
  readonly good: number;
  /** How long the race took: the grace window must have been open for all of it. */
  readonly withinMs: number;
};

type Seen = { readonly races: readonly Race[] };

/** From two tabs to a page whose requests all meet the end of the access token. */
const tabs = [2, 2, 4, 18];
const rounds = 6;

export default {
  kind: 'attack',
  id: 'refresh-benign-race',
  title: 'False alarm: parallel renewals of an honest client',
  question: 'Does reuse detection log out a user whose tabs renew at the same moment?',
  goal: 'None: this is an honest user, who must not be taken for a thief.',
  precondition: 'none',
  severity: 'medium',
  references: ['CWE-841', 'RFC 9700 §4.14.2'],
  steps: [
    `A user signs in; ${[...new Set(tabs)].join(', ')} parallel renewals with the same refresh token are released together, over all instances.`,
    'The browser keeps what the answer says that comes last, and any may: the client goes on with each of them, and renews once more.',
    `${tabs.length * rounds} races, each with a sign-in of its own. A grace window is set; the weakened server has none.`,
  ],
  fix: 'Accept a spent refresh token again for some seconds, and answer with the successor that it already has. Take it for theft only after that.',
  controls: ['rotation-without-grace'],
  needs: { instances: 2, settings: { graceMs: 10_000 } },
  appliesTo: ({ renewal }) => renewal === 'rotation' || 'nothing is rotated',
  expected: () => 'blocked',

  async attempt(stage) {
    const races: Race[] = [];
    for (let round = 0; round < rounds; round += 1) for (const count of tabs) races.push(await race(stage, count));
    return { races };
  },

  judge({ races }, { settings: { graceMs } }): Judgement {
    const out = races.filter(isOut);
    const alarms = out.length;
    const cleared = out.filter((race) => race.cleared > 0).length;
    const counts = { tries: races.length, successes: alarms };
    // the weakened server has no window that could have been over
    if (alarms > 0 && races.some(({ withinMs }) => !isBefore({ mostMs: withinMs }, graceMs)))
      return { ...counts, outcome: 'inconclusive', because: 'a race lasted until the grace window may have been over' };
    if (alarms > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${alarms} of ${races.length} races logged the honest user out (${Math.round((1_000 * alarms) / races.length)} per 1,000)${cleared > 0 ? `; in ${cleared} of them an answer took the cookie away` : ''}`,
      };
    // Nothing seen in n tries is at most 3/n with 95 % confidence.
    const most = Math.ceil(3_000 / races.length);
    return {
      ...counts,
      outcome: 'blocked',
      because: `0 of ${races.length} races logged the honest user out (with 95 % confidence at most ${most} per 1,000)`,
    };
  },
} satisfies Attack<Seen>;

/** A refusal that takes the cookie away may come after the answer that set it. */
function isOut({ refused, cleared, left, good }: Race): boolean {
  return refused > 0 || cleared > 0 || good < Math.max(1, left);
}

async function race(stage: Stage, tabs: number): Promise<Race> {
  const held = await stage.signIn(stage.victim);
  const request = stage.request('refresh', { as: held });
  const start = performance.now();
  const answers = await stage.race(
    Array.from({ length: tabs }, (_, i) => ({ request, as: held, instance: i % stage.target.instances })),
  );
  const withinMs = Math.ceil(performance.now() - start);
  const left = new Map<string | undefined, Credential>();
  for (const { credential } of answers) left.set(refreshTokenOf(credential), credential);
  // an answer that says nothing of it leaves what another one said
  left.delete(refreshTokenOf(held));
  left.delete(undefined);
  let good = 0;
  for (const credential of left.values()) if (await redeem(stage, credential)) good += 1;
  return {
    tabs,
    refused: answers.filter((reply) => !isRenewed(stage, reply)).length,
    cleared: answers.filter(({ credential }) => refreshTokenOf(credential) === undefined).length,
    left: left.size,
    good,
    withinMs,
  };
}
