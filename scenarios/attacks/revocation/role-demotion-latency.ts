import type { Credential, How } from '../../exchange.ts';
import type { Attack } from '../../kinds/attack.ts';
import { type Aftermath, judgeAftermath, shortEnds, useCopy } from '../../kit/windows/aftermath.ts';
import { atOnce, copyEnd } from '../../kit/windows/bound.ts';

type Seen = Aftermath & {
  /** Whether the role was there to lose: GET admin answered before it was taken away. */
  readonly privileged: boolean;
};

export default {
  kind: 'attack',
  id: 'role-demotion-latency',
  title: 'Use of a role that was taken away',
  question: 'For how long does somebody keep a role after it was taken from them?',
  goal: 'Keep acting as an administrator after the role was taken away.',
  precondition: 'own-account',
  severity: 'high',
  references: ['CWE-613', 'CWE-269', 'ASVS 8.3.2'],
  steps: [
    'An administrator gives the user the role admin; the user signs in at another instance and uses it.',
    'The administrator takes the role away.',
    'The user redeems their refresh token at each instance, and asks for what only an administrator may see with what they got.',
    'They ask for it with what they held, every 100 ms and at each instance in turn, until ten refusals in a row.',
  ],
  fix: 'Ask for the role at each request, or end all credentials that state it when it is taken away. Else let them end within minutes.',
  controls: ['account-cached-at-login', 'access-token-outlives-all', 'seal-without-absolute-end'],
  needs: { steps: ['admin', 'setRole'], instances: 2, settings: shortEnds },
  appliesTo: () => true,
  expected: ({ revocation }) => (revocation === 'at-expiry' ? 'window' : 'blocked'),

  async attempt(stage) {
    const { victim: user, admin, target } = stage;
    const elsewhere = 1 % target.instances;
    const root = await stage.signIn(admin, { instance: elsewhere });
    const give = (role: string) =>
      stage.perform('setRole', { as: root, instance: elsewhere, values: { id: user.id, role } });
    const acts = async (as: Credential, how: Pick<How, 'instance'> = {}) => {
      const { status, subject, credential } = await stage.perform('admin', { ...how, as });
      return subject === user.id && target.protocol.steps.admin?.ok.includes(status) ? credential : undefined;
    };
    await give('admin');
    const start = performance.now();
    const held = await stage.signIn(user, { instance: 0 });
    const privileged = (await acts(held, { instance: 0 })) !== undefined;
    const { status } = await give('user');
    const done = target.protocol.steps.setRole?.ok.includes(status) ?? false;
    return { privileged, done, ...(await useCopy(stage, held, start, acts)) };
  },

  judge({ privileged, ...facts }, target) {
    if (!privileged) return { outcome: 'inconclusive', because: 'the user never had the role that was taken away' };
    // whoever lags for reads asks anew where a role is needed
    const end = target.traits.revocation === 'at-expiry' ? copyEnd(target.traits) : atOnce;
    return judgeAftermath('role-removed', 'removal of the role', facts, target, end);
  },
} satisfies Attack<Seen>;
