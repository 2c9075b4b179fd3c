import type { Property } from '../kinds/property.ts';
import { redeem, refreshTokenOf } from '../kit/clients/renewal.ts';
import type { Stage } from '../stage.ts';

type Trial = {
  /** How long after its use the spent token came again. */
  readonly waitedMs: number;
  readonly rotated: boolean;
  readonly replayAccepted: boolean;
  /** Whether the successor that its owner holds could still be redeemed after the replay. */
  readonly successorLives: boolean;
  /** Another sign-in of the same user, on another device: whether it was good before the replay, and after it. */
  readonly device: { readonly before: boolean; readonly after: boolean };
  /** A sign-in of somebody else. */
  readonly otherLives: boolean;
};
type Seen = {
  /** In the order of their waits; none after one that was refused. */
  readonly trials: readonly Trial[];
  /** How long it is declared to be good. */
  readonly graceMs?: number;
};

/** Within a grace window a spent token is as good as before, by design: 30 s are usual, and 60 s the most that is offered. */
const undeclaredMs = [2_000, 12_000, 61_000];
const mostGraceMs = 60_000;

export default {
  kind: 'property',
  id: 'reuse-reaction',
  title: 'Reaction to a spent refresh token',
  question:
    'What ends when a refresh token is used a second time: nothing, the token, its sign-in, or all of the user?',
  needs: { steps: ['refresh'] },
  appliesTo: ({ traits }) =>
    traits.renewal === 'rotation' || 'nothing is rotated: no refresh token takes the place of another',

  async probe(stage) {
    const { graceMs } = stage.target.declared;
    const later = graceMs === undefined ? undeclaredMs : graceMs === 0 ? [] : [Math.min(graceMs, mostGraceMs) + 500];
    const trials = [await trial(stage, 0)];
    for (const waitMs of later) {
      const last = trials.at(-1);
      if (!last?.rotated || !last.replayAccepted) break;
      trials.push(await trial(stage, waitMs));
    }
    return { trials, ...(graceMs !== undefined && { graceMs }) };
  },

  read({ trials, graceMs }) {
    const seen = trials.at(-1);
    if (!seen?.rotated) return { value: undefined, because: 'nothing is rotated, so no token is ever spent' };
    if (!seen.otherLives) return { value: undefined, because: 'another sign-in of the user had ended by itself' };
    const { waitedMs } = seen;
    const when = waitedMs > 0 ? `${waitedMs} ms after its use` : 'at once';
    if (seen.replayAccepted && graceMs !== undefined && waitedMs <= graceMs && graceMs > 0)
      return {
        value: undefined,
        because: `the spent token was redeemed again ${when}; the grace window of ${graceMs} ms was not watched to its end`,
      };
    const references = ['RFC 9700 §4.14.2', 'ASVS 10.4.5', 'CWE-294'];
    if (seen.replayAccepted)
      return {
        value: 'none',
        because: `the spent token was redeemed again ${when}${graceMs === undefined ? ', longer than grace windows are open' : ''}`,
        level: {
          meets: false,
          severity: 'high',
          fix: 'Refuse a spent refresh token, and end the sign-in it belongs to.',
          references,
        },
      };
    const within = trials.at(-2)?.waitedMs;
    const grace = within === undefined ? '' : `; ${within === 0 ? 'at once' : `${within} ms after`} it was still good`;
    if (seen.successorLives)
      return {
        value: 'token',
        because: `the spent token was refused ${when}, and its successor lived on${grace}`,
        level: {
          meets: false,
          severity: 'medium',
          fix: 'End the whole token family when a spent refresh token comes back: one of its two holders is a thief.',
          references,
        },
      };
    const met = { meets: true, severity: 'high', fix: '', references } as const;
    const { before, after } = seen.device;
    const ended = `the spent token was refused ${when}, and its successor with it`;
    if (before && !after)
      return { value: 'account', because: `${ended}, as was the user's sign-in on another device${grace}`, level: met };
    const spared = before ? ', while another device stayed signed in' : '';
    return { value: 'family', because: `${ended}${spared}${grace}`, level: met };
  },
  declared: ({ reuse }) => reuse,
} satisfies Property<Seen>;

async function trial(stage: Stage, waitedMs: number): Promise<Trial> {
  // signed in first: where a login ends the one before it, nothing is told of other devices
  const device = await stage.signIn(stage.victim);
  const spent = await stage.signIn(stage.victim);
  const other = await stage.signIn(stage.attacker);
  const successor = await redeem(stage, spent);
  if (!successor) throw new Error('the first renewal was refused to the rightful owner');
  const rotated = refreshTokenOf(successor) !== refreshTokenOf(spent);
  await stage.wait(waitedMs);
  const onDevice = await redeem(stage, device);
  const replayed = await redeem(stage, spent);
  const lives = await redeem(stage, successor);
  return {
    waitedMs,
    rotated,
    replayAccepted: replayed !== undefined,
    successorLives: lives !== undefined,
    device: {
      before: onDevice !== undefined,
      after: onDevice !== undefined && (await redeem(stage, onDevice)) !== undefined,
    },
    otherLives: (await redeem(stage, other)) !== undefined,
  };
}
