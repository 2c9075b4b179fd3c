import type { User } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import {
  type Aftermath,
  judgeAftermath,
  shortEnds,
  speakingFor,
  useCopy,
  usedEverywhere,
} from '../../kit/windows/aftermath.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  /** First requests at the instance that knew the sign-in best, at once after its end at another one. */
  readonly rounds: { readonly tries: number; readonly done: number; readonly accepted: number };
  /** The last round, watched to its end. */
  readonly watched: Aftermath;
};

const rounds = 10;

export default {
  kind: 'attack',
  id: 'cross-instance-replay',
  title: 'Replay at another instance',
  question: 'How soon does every instance know of a sign-in that ended at one of them?',
  goal: 'Use an ended credential where the news has not arrived.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-613', 'CWE-524', 'ASVS 7.4.1'],
  steps: [
    'The victim signs in at one instance and uses the credential at each, so that whatever they keep of it is warm.',
    'The victim logs out at the last instance; the copy is used at the first as soon as that is answered.',
    `${rounds} rounds, each with a sign-in of its own.`,
    'In one more round the refresh token is redeemed at each instance, and the copy used until ten refusals in a row.',
  ],
  fix: 'Let every instance ask one store whether a sign-in is still good, and keep no answer longer than you declare.',
  controls: ['instance-caches-principal', 'bff-sessions-by-instance'],
  needs: { instances: 2, severalInstances: true, steps: ['logout'], settings: shortEnds },
  appliesTo: () => true,
  expected: ({ revocation }) => (revocation === 'immediate' ? 'blocked' : 'window'),

  async attempt(stage) {
    const { victim } = stage;
    const seen = { tries: rounds, done: 0, accepted: 0 };
    for (let i = 0; i < rounds; i += 1) {
      const { copy, done } = await endElsewhere(stage, victim);
      if (done) seen.done += 1;
      if ((await stage.whoAmI(copy, { instance: 0 })) === victim.id) seen.accepted += 1;
    }
    const { copy, done, start } = await endElsewhere(stage, victim);
    const isVictim = speakingFor(stage, victim.id);
    return { rounds: seen, watched: { done, ...(await useCopy(stage, copy, start, isVictim)) } };
  },

  judge({ rounds: { tries, done, accepted }, watched }, target): Judgement {
    const counts = { tries, successes: accepted };
    if (done < tries)
      return { ...counts, outcome: 'inconclusive', because: `${tries - done} of ${tries} logouts were refused` };
    const judgement = judgeAftermath('logout', 'logout at another instance', watched, target);
    const { windows: _, ...rest } = judgement;
    if (target.traits.revocation === 'immediate' && accepted > 0)
      return {
        ...rest,
        ...counts,
        outcome: 'succeeded',
        because: `${accepted} of ${tries} copies were accepted at one instance after their end at another`,
      };
    return { ...rest, ...counts };
  },
} satisfies Attack<Seen>;

async function endElsewhere(stage: Stage, user: User) {
  const { instances, protocol } = stage.target;
  const start = performance.now();
  const copy = await stage.signIn(user, { instance: 0 });
  await usedEverywhere(stage, copy);
  const { status } = await stage.perform('logout', { as: copy, instance: instances - 1 });
  const done = protocol.steps.logout?.ok.includes(status) ?? false;
  return { copy, done, start };
}
