import type { Attack, Judgement } from '../../kinds/attack.ts';

type Seen = {
  readonly disabled: boolean;
  /** The right password of a disabled account. */
  readonly refused: { readonly status: number; readonly handedOut: boolean; readonly speaksFor: 'owner' | 'nobody' };
};

export default {
  kind: 'attack',
  id: 'partial-login-persisted',
  title: 'A login that is refused halfway',
  question: 'Is a sign-in really absent when a login is refused after its password was found right?',
  goal: 'Be signed in by a login that was refused, because the server remembered who it was before it had checked everything.',
  precondition: 'own-account',
  severity: 'high',
  references: ['CWE-841', 'ASVS 2.3.1', 'ASVS 7.4.2'],
  steps: [
    'An administrator disables an account; its owner logs in with the right password and keeps every cookie of the refusal.',
    'With them they ask who they are.',
  ],
  fix: 'Make a sign-in only when every condition is met, and write none before.',
  controls: ['identity-before-conditions'],
  needs: { steps: ['disable'], ourRoutes: true },
  appliesTo: ({ ambient }) =>
    ambient === 'every-request' || 'a refusal carries no credential, and nothing else signs a request',
  expected: () => 'blocked',

  async attempt(stage) {
    const owner = stage.user(3);
    const { username, password } = owner;
    const boss = await stage.signIn(stage.admin);
    const done = await stage.perform('disable', { as: boss, values: { id: owner.id } });
    const reply = await stage.perform('login', { values: { username, password } });
    const speaksFor = (await stage.whoAmI(reply.credential)) === owner.id ? 'owner' : 'nobody';
    return {
      disabled: stage.target.protocol.steps.disable?.ok.includes(done.status) ?? false,
      refused: { status: reply.status, handedOut: Object.keys(reply.credential).length > 0, speaksFor },
    };
  },

  judge({ disabled, refused: { status, speaksFor } }): Judgement {
    const counts = { tries: 1, successes: speaksFor === 'owner' ? 1 : 0 };
    if (!disabled) return { ...counts, outcome: 'inconclusive', because: 'the account could not be disabled' };
    if (speaksFor === 'owner')
      return {
        ...counts,
        outcome: 'succeeded',
        because: `the cookie of a login that was refused with ${status} speaks for its owner`,
      };
    if (status >= 500)
      return { ...counts, outcome: 'blocked-by-crash', because: `the login was answered with ${status}` };
    return { ...counts, outcome: 'blocked', because: 'the refused login speaks for nobody' };
  },
} satisfies Attack<Seen>;
