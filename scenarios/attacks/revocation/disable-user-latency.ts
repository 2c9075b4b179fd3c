import type { Attack } from '../../kinds/attack.ts';
import { accountOf, enabledAsBefore } from '../../kit/clients/as-before.ts';
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
  id: 'disable-user-latency',
  title: 'Use of a disabled account',
  question: 'For how long does somebody whose account was disabled stay in?',
  goal: 'Keep working under an account that an administrator has disabled.',
  precondition: 'own-account',
  severity: 'high',
  references: ['CWE-613', 'ASVS 7.4.2', 'ASVS 7.4.5'],
  steps: [
    'The user signs in at one instance and uses each.',
    'An administrator disables the account at another instance.',
    'The user redeems their refresh token at each instance.',
    'They ask who they are, every 100 ms and at each instance in turn, until ten refusals in a row.',
    'The administrator enables the account again.',
  ],
  fix: 'End all sign-ins of an account when it is disabled.',
  controls: [
    'account-cached-at-login',
    'access-token-outlives-all',
    'seal-without-absolute-end',
    'answers-never-stale',
  ],
  needs: { steps: ['disable'], optIn: 'writes', instances: 2, settings: shortEnds },
  appliesTo: () => true,
  expected: ({ revocation }) => (revocation === 'immediate' ? 'blocked' : 'window'),

  async attempt(stage) {
    const { attacker: user, admin, target } = stage;
    const elsewhere = 1 % target.instances;
    const root = await stage.signIn(admin, { instance: elsewhere });
    const start = performance.now();
    const held = await stage.signIn(user, { instance: 0 });
    await usedEverywhere(stage, held);
    const { status } = await stage.perform('disable', { as: root, instance: elsewhere, values: accountOf(user) });
    const done = target.protocol.steps.disable?.ok.includes(status) ?? false;
    const isUser = speakingFor(stage, user.id);
    const seen = await useCopy(stage, held, start, isUser);
    await enabledAsBefore(stage, user);
    return { done, ...seen };
  },

  judge: (facts, target) => judgeAftermath('user-disabled', 'disabling of the account', facts, target),
} satisfies Attack<Aftermath>;
