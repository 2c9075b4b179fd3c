import type { User } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { redeem, rotate } from '../../kit/clients/renewal.ts';
import { together } from '../../kit/evidence/together.ts';
import { provenMs } from '../../kit/windows/aftermath.ts';
import { endedBy, tokenEnd } from '../../kit/windows/bound.ts';
import { acceptedFor, longestAccessMs, type ObservedWindow, shortestAccessMs } from '../../kit/windows/window.ts';
import type { Stage } from '../../stage.ts';

type Trial = {
  /** Who used the copied refresh token before the other one did. */
  readonly first: 'thief' | 'victim';
  /** Rotations between the copy and its replay. */
  readonly depth: number;
  /** Between the last of them and the replay, beside what the requests took. */
  readonly waitedMs: number;
  readonly replayAccepted: boolean;
  /** Members of the token family that could still be redeemed after the replay. */
  readonly liveMembers: number;
  readonly members: number;
  /** Whether another sign-in of the same user could still be renewed. */
  readonly otherLives: boolean;
  /** From before the first login to the first use of the newest access token, which was younger then. */
  readonly ageMs: number;
  /** Use of the newest access token of the family, from the answer to the replay on. */
  readonly access: ObservedWindow;
};

type Seen = { readonly trials: readonly Trial[] };

const depths = [1, 2, 5];
/** In further trials the copy is replayed so much later: that it was used is not forgotten as long as its family lives. */
const lateMs = 3_000;

export default {
  kind: 'attack',
  id: 'refresh-reuse',
  title: 'Reuse of a spent refresh token',
  question: 'When a stolen refresh token is used twice, does the whole token family end, and only that family?',
  goal: 'Stay signed in as the victim with a copied refresh token.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-613', 'CWE-294', 'RFC 9700 §2.2.2', 'RFC 9700 §4.14.2', 'ASVS 10.4.5', 'RFC 10017 §6.3.2.3'],
  steps: [
    'The victim signs in twice (two devices); the thief copies the refresh token of the first sign-in.',
    'One of them, once the thief and once the victim, redeems it and its successors 1, 2 or 5 times.',
    `The other one replays the copied, now spent token at another instance, at once or ${lateMs / 1_000} s later.`,
    'Every member of the family is redeemed, the newest first; then the refresh token of the second sign-in.',
    'The newest access token of the family is used until ten refusals in a row.',
  ],
  fix: 'End the whole token family when a spent refresh token comes again.',
  controls: ['rotation-without-reuse-detection', 'spent-mark-forgotten', 'no-rotation'],
  needs: { instances: 2, settings: { accessMs: 2_000, graceMs: 0 } },
  appliesTo: ({ renewal }) => renewal === 'rotation' || 'nothing is rotated',
  expected: ({ revocation }) => (revocation === 'immediate' ? 'blocked' : 'window'),

  async attempt(stage) {
    const orders = ['thief', 'victim'] as const;
    const plans = [
      ...depths.flatMap((depth) => orders.map((first) => ({ first, depth, waitedMs: 0 }))),
      ...orders.map((first) => ({ first, depth: 1, waitedMs: lateMs })),
    ];
    const trials = await Promise.all(
      // two of one user are two sign-ins more
      plans.map(async (plan, i) => ({ ...plan, ...(await replay(stage, stage.user(i % depths.length), plan)) })),
    );
    return { trials };
  },

  judge({ trials }, { settings, traits }): Judgement {
    const windowMs = Math.max(...trials.map(({ access }) => access.lastAcceptedMs));
    const { declaredMs, bound } = endedBy(tokenEnd, settings);
    const won = trials.filter(({ replayAccepted, liveMembers }) => replayAccepted || liveMembers > 0);
    const counts = { tries: trials.length, successes: won.length, windowMs, declaredMs, bound };
    if (won.length > 0) {
      const replays = won.filter(({ replayAccepted }) => replayAccepted).length;
      const live = won.reduce((sum, { liveMembers }) => sum + liveMembers, 0);
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${replays} of ${trials.length} replays of a spent token were accepted, and ${live} refresh tokens of the same sign-ins still worked after them`,
      };
    }
    const others = trials.filter(({ otherLives }) => !otherLives).length;
    const ended = `all ${trials.length} replays ended their family at once${others > 0 ? `, and ${others} other sign-ins with them` : ''}`;
    const unused = trials.every(({ access }) => access.accepted === 0);
    const stale = trials.every(({ ageMs }) => ageMs > shortestAccessMs(settings));
    if (unused && stale && traits.revocation === 'at-expiry')
      return { outcome: 'inconclusive', because: 'the access tokens may have expired before they were tried' };
    if (unused) return { ...counts, outcome: 'blocked', because: ended };
    const longestMs = longestAccessMs(settings);
    if (trials.some(({ access }) => !access.ended && access.lastAcceptedMs <= longestMs))
      return {
        outcome: 'inconclusive',
        because: `${ended}; the access token still worked ${windowMs} ms later, and how long it lives is not told (ttlMs.access)`,
      };
    if (trials.some(({ access }) => access.lastAcceptedMs > longestMs))
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${ended}, but an access token still worked after ${windowMs} ms, where ${declaredMs} ms are allowed`,
      };
    return {
      ...counts,
      outcome: 'window',
      because: `${ended}; the access token already issued worked for ${windowMs} ms more, of ${declaredMs} ms allowed`,
    };
  },
} satisfies Attack<Seen>;

/** On the wire both orders are one: whoever comes first rotates, whoever comes second replays the copy. */
async function replay(
  stage: Stage,
  user: User,
  { depth, waitedMs }: Pick<Trial, 'depth' | 'waitedMs'>,
): Promise<Omit<Trial, 'first' | 'depth' | 'waitedMs'>> {
  const { instances, settings, lifetimes } = stage.target;
  const start = performance.now();
  const stolen = await stage.signIn(user, { instance: 0 });
  const other = await stage.signIn(user, { instance: 1 % instances });
  const family = await rotate(stage, stolen, depth);
  const newest = family.at(-1) ?? stolen;
  if (waitedMs > 0) await stage.wait(waitedMs);
  const replayed = await redeem(stage, stolen, { instance: (depth + 1) % instances });
  const members = replayed ? [replayed, ...family.toReversed()] : family.toReversed();
  let ageMs = 0;
  const useAccess = async (n: number) => {
    const known = await stage.whoAmI(newest, { instance: n % instances });
    if (n === 0) ageMs = Math.ceil(performance.now() - start);
    return known === user.id;
  };
  const redeemAll = async () => {
    let live = 0;
    for (const [i, member] of members.entries()) {
      if (await redeem(stage, member, { instance: i % instances })) live += 1;
    }
    return { liveMembers: live, otherLives: (await redeem(stage, other, { instance: 0 })) !== undefined };
  };
  // nobody waits for an end of which nothing is known
  const boundMs = lifetimes.access === undefined ? provenMs : longestAccessMs(settings);
  const [access, redeemed] = await together(acceptedFor(stage, boundMs, useAccess), redeemAll());
  return {
    replayAccepted: replayed !== undefined,
    members: members.length,
    ...redeemed,
    ageMs,
    access,
  };
}
