import type { Attack } from '../../kinds/attack.ts';
import { passwordAsBefore } from '../../kit/clients/as-before.ts';
import { together } from '../../kit/evidence/together.ts';
import {
  type Aftermath,
  judgeAftermath,
  shortEnds,
  speakingFor,
  useCopy,
  usedEverywhere,
} from '../../kit/windows/aftermath.ts';

type Seen = {
  /** The sign-in of another device, which the thief holds a copy of. */
  readonly other: Aftermath;
  /** What the thief copied of the very sign-in that changed the password. */
  readonly own: Aftermath;
  /** Whether the owner could go on without a new login. */
  readonly ownerGoesOn: boolean;
};

export default {
  kind: 'attack',
  id: 'replay-after-password-change',
  title: 'Replay after a password change',
  question: 'Does a password change, the remedy that everybody is told to take, end what a thief holds?',
  goal: 'Stay signed in as the victim after the victim has changed the password.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-613', 'ASVS 7.4.3', 'ASVS 7.2.4', 'RFC 9700 §4.14.2'],
  steps: [
    'The victim signs in on two devices and uses each instance with both; the thief copies everything that both then hold.',
    'The victim changes the password on one of them.',
    'The thief redeems both refresh tokens at each instance.',
    'They ask with both copies who they are, every 100 ms and at each instance in turn, until ten refusals in a row.',
    'The victim changes the password back.',
  ],
  fix: 'End all sign-ins of an account when its password changes, and begin a new one for whoever changed it.',
  controls: ['end-all-ends-nothing', 'access-token-outlives-all', 'seal-without-absolute-end', 'answers-never-stale'],
  needs: { steps: ['password'], optIn: 'writes', instances: 2, settings: shortEnds },
  appliesTo: () => true,
  expected: ({ revocation }) => (revocation === 'immediate' ? 'blocked' : 'window'),

  async attempt(stage) {
    const { victim, target } = stage;
    const elsewhere = 1 % target.instances;
    const start = performance.now();
    const own = await stage.signIn(victim, { instance: 0 });
    const other = await stage.signIn(victim, { instance: elsewhere });
    await together(usedEverywhere(stage, own), usedEverywhere(stage, other));
    const next = `${victim.password} and then some`;
    const values = { password: victim.password, next };
    const change = await stage.perform('password', { as: own, instance: 0, values });
    const done = target.protocol.steps.password?.ok.includes(change.status) ?? false;
    const isVictim = speakingFor(stage, victim.id);
    const [ownerGoesOn, ...copies] = await together(
      isVictim(change.credential),
      useCopy(stage, other, start, isVictim),
      useCopy(stage, own, start, isVictim),
    );
    if (done) await passwordAsBefore(stage, victim, next);
    const [others, owns] = copies.map((seen) => ({ done, ...seen })) as [Aftermath, Aftermath];
    return { other: others, own: owns, ownerGoesOn: ownerGoesOn !== undefined };
  },

  judge({ other, own }, target) {
    const [first, second] = [other, own].map((seen) =>
      judgeAftermath('password-change', 'password change', seen, target),
    ) as [Judged, Judged];
    // The copy of the sign-in that stays is the weaker case: it decides where it is the worse one.
    const rank = ['succeeded', 'inconclusive', 'window', 'blocked-by-crash', 'blocked'] as const;
    const [worse, name] =
      rank.indexOf(second.outcome) < rank.indexOf(first.outcome)
        ? [second, 'the sign-in that changed the password']
        : [first, 'another device'];
    return { ...worse, because: `of ${name}: ${worse.because}` };
  },
} satisfies Attack<Seen>;

type Judged = ReturnType<typeof judgeAftermath>;
