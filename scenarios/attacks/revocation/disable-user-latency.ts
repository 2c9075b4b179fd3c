import type { Attack } from '../../kinds/attack.ts';
import { type Aftermath, judgeAftermath, useCopy } from '../../kit/windows/aftermath.ts';

export default {
  kind: 'attack',
  id: 'disable-user-latency',
  title: 'Use of a disabled account',
  question: 'For how long does somebody whose account was disabled stay in?',
  goal: 'Keep working under an account that an administrator has disabled.',
  precondition: 'own-account',
  severity: 'high',
  references: ['CWE-613', 'ASVS 7.4.2', 'ASVS 7.4.5'],
  steps: [
    'The user signs in at one instance.',
    'An administrator disables the account at another instance.',
    'The user redeems their refresh token at each instance.',
    'They ask who they are, every 100 ms and at each instance in turn, until ten refusals in a row.',
  ],
  controls: ['account-cached-at-login', 'access-token-outlives-all'],
  needs: { steps: ['disable'], instances: 2, settings: { accessMs: 2_000 } },
  appliesTo: () => true,
  expected: ({ revocation }) => (revocation === 'immediate' ? 'blocked' : 'window'),

  async attempt(stage) {
    const { victim: user, admin, target } = stage;
    const elsewhere = 1 % target.instances;
    const root = await stage.signIn(admin, { instance: elsewhere });
    const start = performance.now();
    const held = await stage.signIn(user, { instance: 0 });
    const { status } = await stage.perform('disable', { as: root, instance: elsewhere, values: { id: user.id } });
    const done = target.protocol.steps.disable?.ok.includes(status) ?? false;
    const isUser = async (...asked: Parameters<typeof stage.whoAmI>) => (await stage.whoAmI(...asked)) === user.id;
    return { done, ...(await useCopy(stage, held, start, isUser)) };
  },

  judge: (facts, target) => judgeAftermath('user-disabled', 'disabling of the account', facts, target),
} satisfies Attack<Aftermath>;
