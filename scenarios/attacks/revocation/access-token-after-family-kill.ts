import type { Attack } from '../../kinds/attack.ts';
import { redeem, rotate } from '../../kit/clients/renewal.ts';
import { type Aftermath, judgeAftermath, speakingFor, useCopy } from '../../kit/windows/aftermath.ts';

export default {
  kind: 'attack',
  id: 'access-token-after-family-kill',
  title: 'Access token of a family that was ended',
  question: 'For how long does a thief stay in after their theft was detected?',
  goal: 'Go on with the newest access token after reuse detection has ended the token family.',
  precondition: 'copy',
  severity: 'medium',
  references: ['CWE-613', 'RFC 9700 §4.14.2', 'ASVS 10.4.5'],
  steps: [
    'The thief copies the refresh token of the victim and redeems it first.',
    'The victim redeems the same token at another instance: the theft is detected.',
    'The thief redeems their newest refresh token at each instance.',
    'They ask with their newest access token who they are, every 100 ms and at each instance in turn, until ten refusals in a row.',
  ],
  fix: 'End the whole token family when a spent refresh token comes again.',
  controls: ['rotation-without-reuse-detection', 'access-token-outlives-all'],
  needs: { instances: 2, settings: { accessMs: 2_000 } },
  appliesTo: ({ renewal }) => renewal === 'rotation' || 'nothing is rotated',
  expected: ({ revocation }) => (revocation === 'immediate' ? 'blocked' : 'window'),

  async attempt(stage) {
    const { victim, target } = stage;
    const stolen = await stage.signIn(victim, { instance: 0 });
    const start = performance.now();
    const [thiefs = stolen] = await rotate(stage, stolen, 1);
    const done = (await redeem(stage, stolen, { instance: 1 % target.instances })) === undefined;
    const isVictim = speakingFor(stage, victim.id);
    return { done, ...(await useCopy(stage, thiefs, start, isVictim)) };
  },

  judge(facts, target) {
    if (!facts.done)
      return { outcome: 'succeeded', because: 'the refresh token was redeemed twice, and nobody was alarmed' };
    return judgeAftermath('theft-detected', 'detection of the theft', facts, target);
  },
} satisfies Attack<Aftermath>;
