import type { Property } from '../kinds/property.ts';
import { redeem, refreshTokenOf } from '../kit/clients/renewal.ts';
import type { Stage } from '../stage.ts';

type Trial = {
  readonly rotated: boolean;
  readonly replayAccepted: boolean;
  /** Whether the successor that its owner holds could still be redeemed after the replay. */
  readonly successorLives: boolean;
  readonly otherLives: boolean;
};
type Seen = { readonly atOnce: Trial; readonly waitedMs: number; readonly afterGrace?: Trial };

/** A grace window that nobody declares is looked for no longer than this. */
const mostGraceMs = 12_000;

export default {
  kind: 'property',
  id: 'reuse-reaction',
  title: 'Reaction to a spent refresh token',
  question: 'What ends when a refresh token is used a second time: nothing, the token, or the whole sign-in?',
  needs: { steps: ['refresh'] },
  appliesTo: ({ traits }) => traits.renewal === 'rotation' || 'there is no refresh token',

  async probe(stage) {
    const graceMs = Math.min(stage.target.foreign?.declared.graceMs ?? 0, mostGraceMs);
    const atOnce = await trial(stage, 0);
    if (!atOnce.replayAccepted || graceMs === 0) return { atOnce, waitedMs: 0 };
    const waitedMs = graceMs + 500;
    return { atOnce, waitedMs, afterGrace: await trial(stage, waitedMs) };
  },

  read({ atOnce, afterGrace, waitedMs }) {
    const seen = afterGrace ?? atOnce;
    if (!seen.rotated) return { value: undefined, because: 'nothing is rotated, so no token is ever spent' };
    if (!seen.otherLives) return { value: undefined, because: 'another sign-in of the user had ended by itself' };
    const when = waitedMs > 0 ? `after ${waitedMs} ms` : 'at once';
    const references = ['RFC 9700 §4.14.2', 'ASVS 10.4.5', 'CWE-294'];
    if (seen.replayAccepted)
      return {
        value: 'none',
        because: `the spent token was redeemed again ${when}`,
        level: {
          meets: false,
          severity: 'high',
          fix: 'Refuse a spent refresh token, and end the sign-in it belongs to.',
          references,
        },
      };
    if (seen.successorLives)
      return {
        value: 'token',
        because: `the spent token was refused ${when}, and its successor lived on`,
        level: {
          meets: false,
          severity: 'medium',
          fix: 'End the whole token family when a spent refresh token comes back: one of its two holders is a thief.',
          references,
        },
      };
    return {
      value: 'family',
      because: `the spent token was refused ${when}, and its successor with it`,
      level: { meets: true, severity: 'high', fix: '', references },
    };
  },
  declared: ({ reuse }) => reuse,
} satisfies Property<Seen>;

async function trial(stage: Stage, waitMs: number): Promise<Trial> {
  const spent = await stage.signIn(stage.victim);
  const other = await stage.signIn(stage.attacker);
  const successor = await redeem(stage, spent);
  if (!successor) throw new Error('the first renewal was refused to the rightful owner');
  const rotated = refreshTokenOf(successor) !== refreshTokenOf(spent);
  await stage.wait(waitMs);
  const replayed = await redeem(stage, spent);
  const lives = await redeem(stage, successor);
  return {
    rotated,
    replayAccepted: replayed !== undefined,
    successorLives: lives !== undefined,
    otherLives: (await redeem(stage, other)) !== undefined,
  };
}
