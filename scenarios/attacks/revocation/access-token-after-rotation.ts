import type { Attack, Judgement } from '../../kinds/attack.ts';
import { only, redeem } from '../../kit/clients/renewal.ts';
import { type Aftermath, judgeAftermath, speakingFor, useCopy } from '../../kit/windows/aftermath.ts';

export default {
  kind: 'attack',
  id: 'access-token-after-rotation',
  title: 'Access token of before a renewal',
  question: 'For how long does a copied access token work after its owner has renewed it?',
  goal: 'Use an access token that its owner has replaced.',
  precondition: 'copy',
  severity: 'low',
  references: ['CWE-613', 'RFC 9700 §4.14.2'],
  steps: [
    'The victim signs in; the thief copies the access token alone.',
    'The victim redeems the refresh token and goes on with the new access token.',
    'The thief asks who they are, every 100 ms and at each instance in turn, until ten refusals in a row.',
  ],
  fix: 'Let access tokens end within minutes, and check their end at every use. Where the server keeps them, end the old one at its renewal.',
  controls: ['access-token-outlives-all'],
  needs: { instances: 2, settings: { accessMs: 2_000 } },
  appliesTo: ({ renewal }) => renewal === 'rotation' || 'no credential is ever renewed',
  expected: ({ revocation }) => (revocation === 'immediate' ? 'blocked' : 'window'),

  async attempt(stage) {
    const { victim } = stage;
    const start = performance.now();
    const held = await stage.signIn(victim, { instance: 0 });
    const done = (await redeem(stage, held, { instance: 0 })) !== undefined;
    const isVictim = speakingFor(stage, victim.id);
    return { done, ...(await useCopy(stage, only('access', held), start, isVictim)) };
  },

  judge(facts, target): Judgement {
    const { requests } = facts;
    if (target.traits.credential === 'reference' && requests.accepted > 0 && !requests.ended)
      return {
        outcome: 'inconclusive',
        because: `it still worked ${requests.lastAcceptedMs} ms after the renewal, which is not meant to end it, and when it ends by itself was not waited for`,
      };
    // A renewal is not meant to end anything: its window belongs to the attack, not to the table of events.
    const { windows: _, ...judgement } = judgeAftermath('logout', 'renewal', facts, target);
    return judgement;
  },
} satisfies Attack<Aftermath>;
