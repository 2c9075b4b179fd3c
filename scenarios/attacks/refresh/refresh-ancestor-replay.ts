import type { Attack, Judgement } from '../../kinds/attack.ts';
import { redeem, rotate } from '../../kit/clients/renewal.ts';

type Trial = {
  /** Rotations between the copy and its replay. */
  readonly depth: number;
  readonly replayAccepted: boolean;
  /** Whether the owner's newest refresh token could still be redeemed after the replay. */
  readonly familyLives: boolean;
  /** From before the first rotation to the answer of the replay: the age of the mark at most. */
  readonly withinMs: number;
};

type Seen = { readonly trials: readonly Trial[] };

const depths = [2, 2, 3, 5];

export default {
  kind: 'attack',
  id: 'refresh-ancestor-replay',
  title: 'Replay of a refresh token whose successor was used',
  question: 'Does the grace window forgive more than a lost answer?',
  goal: 'Pass off an old refresh token as one whose answer was lost.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-294', 'RFC 9700 §4.14.2', 'ASVS 10.4.5'],
  steps: [
    'The victim signs in; the thief copies the refresh token.',
    'The victim redeems it and then its successor, twice or more: each answer has arrived.',
    'The thief replays the copy while the grace window of its first use is still open.',
    "The victim's newest refresh token is redeemed.",
  ],
  fix: 'End the whole token family when a spent refresh token comes again.',
  controls: ['grace-forgets-lineage'],
  needs: { instances: 2, settings: { graceMs: 10_000 } },
  appliesTo: ({ renewal }) => renewal === 'rotation' || 'nothing is rotated',
  expected: () => 'blocked',

  async attempt(stage) {
    const trials: Trial[] = [];
    for (const depth of depths) {
      const stolen = await stage.signIn(stage.victim);
      const start = performance.now();
      const newest = (await rotate(stage, stolen, depth)).at(-1) ?? stolen;
      const replayAccepted = (await redeem(stage, stolen)) !== undefined;
      const withinMs = Math.round(performance.now() - start);
      const familyLives = (await redeem(stage, newest)) !== undefined;
      trials.push({ depth, replayAccepted, familyLives, withinMs });
    }
    return { trials };
  },

  judge({ trials }, { settings }): Judgement {
    const won = trials.filter(({ replayAccepted, familyLives }) => replayAccepted || familyLives);
    const counts = { tries: trials.length, successes: won.length };
    const replays = won.filter(({ replayAccepted }) => replayAccepted).length;
    if (won.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${replays} of ${trials.length} replays were accepted, and ${won.filter(({ familyLives }) => familyLives).length} families lived on`,
      };
    if (trials.some(({ withinMs }) => withinMs >= settings.graceMs))
      return { ...counts, outcome: 'inconclusive', because: 'a replay came when the grace window may have been over' };
    return {
      ...counts,
      outcome: 'blocked',
      because: `${trials.length} of ${trials.length} replays ended their family, although the grace window was open`,
    };
  },
} satisfies Attack<Seen>;
