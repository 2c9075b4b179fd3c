import type { Attack } from '../../kinds/attack.ts';
import {
  type Aftermath,
  judgeAftermath,
  shortEnds,
  speakingFor,
  useCopy,
  usedEverywhere,
} from '../../kit/windows/aftermath.ts';

export default {
  kind: 'attack',
  id: 'replay-after-logout',
  title: 'Replay after logout',
  question: 'For how long does a copied credential still work after its owner has logged out?',
  goal: 'Keep acting as the victim after the victim has logged out.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-613', 'ASVS 7.4.1', 'WSTG-SESS-06', 'RFC 9700 §4.14.2'],
  steps: [
    'The victim signs in and uses each instance; the thief copies everything that the client then holds.',
    'The victim logs out at one instance.',
    'The thief redeems the copied refresh token at each instance.',
    'They ask who they are, every 100 ms and at each instance in turn, until ten refusals in a row.',
  ],
  fix: 'End every copy at logout on the server, and ask on every route whether the sign-in is still good.',
  controls: [
    'logout-clears-cookie-only',
    'access-token-outlives-all',
    'seal-without-absolute-end',
    'answers-never-stale',
  ],
  needs: { instances: 2, steps: ['logout'], settings: shortEnds },
  appliesTo: () => true,
  expected: ({ revocation }) => (revocation === 'immediate' ? 'blocked' : 'window'),

  async attempt(stage) {
    const { victim, target } = stage;
    const start = performance.now();
    const copy = await stage.signIn(victim, { instance: 0 });
    await usedEverywhere(stage, copy);
    const logout = await stage.perform('logout', { as: copy, instance: 0 });
    const done = target.protocol.steps.logout?.ok.includes(logout.status) ?? false;
    const isVictim = speakingFor(stage, victim.id);
    return { done, ...(await useCopy(stage, copy, start, isVictim)) };
  },

  judge: (facts, target) => judgeAftermath('logout', 'logout', facts, target),
} satisfies Attack<Aftermath>;
