import type { Attack, Judgement } from '../../kinds/attack.ts';
import { accountOf } from '../../kit/clients/as-before.ts';
import {
  type Aftermath,
  judgeAftermath,
  shortEnds,
  speakingFor,
  useCopy,
  usedEverywhere,
} from '../../kit/windows/aftermath.ts';

type Seen = Aftermath & {
  /** Whether the owner can log in afterwards: the account is to go on. */
  readonly letIn: boolean;
};

export default {
  kind: 'attack',
  id: 'admin-ends-sign-ins',
  title: 'Sign-ins that an administrator has ended',
  question: 'Can an administrator end the sign-ins of somebody without shutting them out?',
  goal: 'Stay in with a copy after the help desk was told of it and has ended all sign-ins of the account.',
  precondition: 'copy',
  severity: 'medium',
  references: ['CWE-613', 'ASVS 7.4.5', 'WSTG-SESS-06'],
  steps: [
    'The victim signs in at one instance and uses each; the thief copies what their client holds.',
    'An administrator ends all sign-ins of the account, at another instance.',
    'The thief redeems the refresh token at each instance, and asks who they are until ten refusals in a row.',
    'The victim logs in again.',
  ],
  fix: 'End every sign-in of the account at all instances when an administrator asks for it, and let its owner log in again.',
  controls: ['end-all-ends-nothing', 'access-token-outlives-all', 'seal-without-absolute-end', 'answers-never-stale'],
  needs: { steps: ['endSignIns'], optIn: 'writes', instances: 2, settings: shortEnds },
  appliesTo: () => true,
  expected: ({ revocation }) => (revocation === 'immediate' ? 'blocked' : 'window'),

  async attempt(stage) {
    const { victim, admin, target } = stage;
    const elsewhere = 1 % target.instances;
    const root = await stage.signIn(admin, { instance: elsewhere });
    const start = performance.now();
    const copy = await stage.signIn(victim, { instance: 0 });
    await usedEverywhere(stage, copy);
    const { status } = await stage.perform('endSignIns', { as: root, instance: elsewhere, values: accountOf(victim) });
    const done = target.protocol.steps.endSignIns?.ok.includes(status) ?? false;
    const seen = await useCopy(stage, copy, start, speakingFor(stage, victim.id));
    const { username, password } = victim;
    const { credential } = await stage.perform('login', { values: { username, password } });
    return { done, ...seen, letIn: (await stage.whoAmI(credential)) === victim.id };
  },

  judge({ letIn, ...facts }, target): Judgement {
    // it is what a logout everywhere does, and adds no window of its own to the table
    const { windows: _, ...judgement } = judgeAftermath('logout-all', 'end by an administrator', facts, target);
    if (letIn || judgement.outcome === 'succeeded') return judgement as Judgement;
    return { outcome: 'inconclusive', because: 'the owner was shut out as well: nobody ended sign-ins alone' };
  },
} satisfies Attack<Seen>;
