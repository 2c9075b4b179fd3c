import type { Attack, Judgement } from '../../kinds/attack.ts';
import { isRenewed, redeem, refreshTokenOf, rotate } from '../../kit/clients/renewal.ts';
import { endedBy } from '../../kit/windows/bound.ts';
import type { Stage } from '../../stage.ts';

type Replay = {
  /** From the answer to the first use on; the server's own count began a little earlier. */
  readonly atMs: number;
  readonly accepted: boolean;
  /** Whether it was given the very token that the first use was given. */
  readonly sameSuccessor: boolean;
};

type Family = {
  readonly replays: readonly Replay[];
  /** Whether the successor could still be redeemed after the last replay. */
  readonly lives: boolean;
};

type Seen = { readonly families: readonly Family[] };

/** Shares of the grace window: again and again through it, and only once when it is over. */
const plans = [[0.1, 0.5, 0.9, 1.2, 1.4], [0.05, 0.3, 1.2], [1.2]];

export default {
  kind: 'attack',
  id: 'refresh-grace-abuse',
  title: 'Theft inside the grace window',
  question: 'What does the grace window for lost answers give to a thief?',
  goal: 'Hide the use of a stolen refresh token inside the grace window, or keep the window open.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-294', 'RFC 9700 §4.14.2', 'ASVS 10.4.5'],
  steps: [
    'The victim redeems the refresh token; the thief holds a copy of it.',
    'The thief replays the copy inside the grace window, again and again, and at last after it.',
    'Each token that they are given is compared with the one that the victim was given; the latter is redeemed at the end.',
  ],
  fix: 'End the whole token family when a spent refresh token comes again.',
  controls: ['grace-mints-successors'],
  needs: { instances: 2, settings: { graceMs: 1_000 } },
  appliesTo: ({ renewal }) => renewal === 'rotation' || 'nothing is rotated',
  expected: () => 'window',

  async attempt(stage) {
    return { families: await Promise.all(plans.map((plan) => abuse(stage, plan))) };
  },

  judge({ families }, { settings }): Judgement {
    const { graceMs } = settings;
    const replays = families.flatMap(({ replays }) => replays);
    const accepted = replays.filter((replay) => replay.accepted);
    const late = accepted.filter(({ atMs }) => atMs >= graceMs);
    const branches = accepted.filter(({ sameSuccessor }) => !sameSuccessor);
    const lasting = families.filter(({ lives }) => lives);
    const windowMs = Math.max(0, ...accepted.map(({ atMs }) => atMs));
    const counts = {
      tries: replays.length,
      successes: accepted.length,
      windowMs,
      ...endedBy({ lifetimes: { graceMs: 1 } }, settings),
    };
    const won = [
      ...(branches.length > 0 ? [`${branches.length} replays were given a branch of their own`] : []),
      ...(late.length > 0 ? [`${late.length} were accepted after the window of ${graceMs} ms`] : []),
      ...(lasting.length > 0 ? [`${lasting.length} families outlived a replay after it`] : []),
    ];
    if (won.length > 0) return { ...counts, outcome: 'succeeded', because: won.join('; ') };
    if (accepted.length === 0)
      return {
        ...counts,
        outcome: 'inconclusive',
        because: `none of ${replays.length} replays came inside the window`,
      };
    return {
      ...counts,
      outcome: 'window',
      because: `${accepted.length} replays were accepted up to ${windowMs} ms of ${graceMs} ms and given the victim's own successor; the first one later ended the family`,
    };
  },
} satisfies Attack<Seen>;

async function abuse(stage: Stage, plan: readonly number[]): Promise<Family> {
  const stolen = await stage.signIn(stage.victim);
  const [successor = stolen] = await rotate(stage, stolen, 1);
  const start = performance.now();
  const replays: Replay[] = [];
  for (const share of plan) {
    await stage.wait(Math.max(0, share * stage.target.settings.graceMs - (performance.now() - start)));
    const atMs = Math.round(performance.now() - start);
    const reply = await stage.perform('refresh', { as: stolen });
    replays.push({
      atMs,
      accepted: isRenewed(stage, reply),
      sameSuccessor: refreshTokenOf(reply.credential) === refreshTokenOf(successor),
    });
  }
  return { replays, lives: (await redeem(stage, successor)) !== undefined };
}
