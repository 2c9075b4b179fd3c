import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { heldAfter, isRenewed, redeem, rotate } from '../../kit/clients/renewal.ts';
import type { Stage } from '../../stage.ts';

type Round = {
  /** Whether the replay and the redemption were released together, or one after the other. */
  readonly raced: boolean;
  readonly replayRefused: boolean;
  /** Members of the family that could be redeemed when all was over. */
  readonly live: number;
};

type Seen = { readonly rounds: readonly Round[] };

const rounds = 10;

export default {
  kind: 'attack',
  id: 'refresh-descendant-after-kill',
  title: 'Descendant of a family that was just ended',
  question: 'When reuse ends a token family, can its newest member still slip through?',
  goal: 'Save a branch of a token family from the end that their own replay caused.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-613', 'CWE-362', 'RFC 9700 §4.14.2', 'ASVS 10.4.5'],
  steps: [
    'The victim signs in and redeems the refresh token twice; a grace window is open for each use.',
    'The first token is replayed, which ends the family, and the newest is redeemed: at once afterwards, or released together with it at another instance.',
    'Every member that was ever handed out is redeemed once more.',
    `${rounds} rounds, every other one raced.`,
  ],
  fix: 'End the whole token family when a spent refresh token comes again.',
  controls: ['rotation-without-reuse-detection'],
  needs: { instances: 2, settings: { graceMs: 10_000 } },
  appliesTo: ({ renewal }) => renewal === 'rotation' || 'nothing is rotated',
  expected: () => 'blocked',

  async attempt(stage) {
    const seen: Round[] = [];
    for (let i = 0; i < rounds; i += 1) seen.push(await kill(stage, i % 2 === 1));
    return { rounds: seen };
  },

  judge({ rounds }): Judgement {
    const alive = rounds.filter(({ live }) => live > 0);
    const counts = { tries: rounds.length, successes: alive.length };
    if (alive.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `a member of the family lived on in ${alive.length} of ${rounds.length} rounds, ${alive.filter(({ raced }) => raced).length} of them raced`,
      };
    const accepted = rounds.filter(({ replayRefused }) => !replayRefused).length;
    if (accepted > 0)
      return { ...counts, outcome: 'inconclusive', because: `${accepted} replays were not refused: nothing was ended` };
    return {
      ...counts,
      outcome: 'blocked',
      because: `no member lived on in ${rounds.length} of ${rounds.length} rounds`,
    };
  },
} satisfies Attack<Seen>;

async function kill(stage: Stage, raced: boolean): Promise<Round> {
  const first = await stage.signIn(stage.victim, { instance: 0 });
  const family = await rotate(stage, first, 2);
  const newest = family.at(-1) ?? first;
  const entries = [first, newest].map((as, i) => ({
    request: stage.request('refresh', { as }),
    instance: i % stage.target.instances,
  }));
  const answers = raced ? await stage.race(entries) : await inTurn(stage, entries);
  const [replay, renewal] = answers;
  if (!replay || !renewal) throw new Error('every request has an answer');
  const members: Credential[] = isRenewed(stage, renewal) ? [heldAfter(newest, renewal), ...family] : family;
  let live = 0;
  for (const member of [...members].reverse()) if (await redeem(stage, member)) live += 1;
  return { raced, replayRefused: !isRenewed(stage, replay), live };
}

async function inTurn(stage: Stage, entries: Parameters<Stage['race']>[0]) {
  const answers = [];
  for (const { request, instance = 0 } of entries) answers.push(await stage.send(request, { instance }));
  return answers;
}
