import type { Property } from '../kinds/property.ts';
import { exchangedFor, redeem, refreshTokenOf, working } from '../kit/clients/renewal.ts';
import { isAnswered } from '../kit/evidence/unanswered.ts';
import type { Stage } from '../stage.ts';

type Round = {
  readonly answered: number;
  /** Different successors handed out for one refresh token. */
  readonly minted: number;
  /** Whether the token itself was still good afterwards, and no other was handed out. */
  readonly unspent?: boolean;
  /** Of the successors, the ones that could themselves be redeemed afterwards; 2 where there are more. */
  readonly live: number;
};
type Seen = { readonly parallel: number; readonly rounds: readonly Round[] };

const rounds = 8;
const mostParallel = 24;

export default {
  kind: 'property',
  id: 'concurrent-refresh',
  title: 'Renewals at the same time',
  question: 'Does one refresh token, used by many at once, give one successor, many, or end the sign-in?',
  needs: { steps: ['refresh'] },
  appliesTo: ({ traits }) =>
    traits.renewal === 'rotation' || 'nothing is rotated: no refresh token takes the place of another',

  async probe(stage) {
    const parallel = Math.min(mostParallel, stage.target.ceilings.concurrency);
    const seen: Round[] = [];
    for (let i = 0; i < rounds; i += 1) seen.push(await round(stage, parallel));
    return { parallel, rounds: seen };
  },

  read({ parallel, rounds }) {
    const whole = rounds.filter(({ answered }) => answered === parallel);
    if (whole.length < rounds.length / 2)
      return { value: undefined, because: `only ${whole.length} of ${rounds.length} rounds were answered whole` };
    if (whole.every(({ unspent }) => unspent))
      return { value: undefined, because: 'nothing is rotated, so no token is ever spent' };
    const most = Math.max(...whole.map(({ minted }) => minted));
    const forked = whole.filter(({ live }) => live > 1).length;
    const ended = whole.filter(({ live }) => live === 0).length;
    const references = ['RFC 9700 §4.14.2', 'CWE-362', 'ASVS 15.4.2'];
    if (forked > 0)
      return {
        value: 'forks',
        because: `one token had a second working successor in ${forked} of ${whole.length} rounds of ${parallel}, and up to ${most} successors in all`,
        level: {
          meets: false,
          severity: 'high',
          fix: 'Spend a refresh token in one atomic step (SET NX, UPDATE … WHERE unused): a check before the mark lets others in.',
          references,
        },
      };
    return {
      value: ended > whole.length / 2 ? 'ends the sign-in' : 'one successor',
      because: `no token had a second working successor, and in ${ended} of ${whole.length} rounds of ${parallel} none had a first`,
      level: { meets: true, severity: 'high', fix: '', references },
    };
  },
} satisfies Property<Seen>;

async function round(stage: Stage, parallel: number): Promise<Round> {
  const held = await stage.signIn(stage.victim);
  const request = stage.request('refresh', { as: held });
  const replies = await stage.race(
    Array.from({ length: parallel }, () => ({ request, as: held })),
    { mayBeSilent: true },
  );
  const successors = await exchangedFor(stage, held, replies);
  const answered = replies.filter(isAnswered).length;
  if (successors.every((one) => refreshTokenOf(one) === refreshTokenOf(held)))
    return { answered, minted: 0, unspent: (await redeem(stage, held)) !== undefined, live: 0 };
  return { answered, minted: successors.length, live: await working(stage, successors) };
}
