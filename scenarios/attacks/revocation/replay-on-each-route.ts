import type { StepName } from '../../../servers/scheme.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { accountOf } from '../../kit/clients/as-before.ts';
import type { Stage } from '../../stage.ts';

type Use = {
  readonly step: StepName;
  /** Whether a logout ended the sign-in that it was used with. */
  readonly done: boolean;
  /** Whether the same request was let in before. */
  readonly before: boolean;
  readonly after: boolean;
};

type Seen = { readonly uses: readonly Use[] };

const ofUsers = ['me', 'transfer', 'slow', 'password'] as const;
const ofAdmins = ['admin', 'setRole', 'enable'] as const;

export default {
  kind: 'attack',
  id: 'replay-on-each-route',
  title: 'Replay on each route',
  question: 'Does every route know of an end, or only those that everybody looks at?',
  goal: 'Find one route on which an ended credential still acts.',
  precondition: 'copy',
  severity: 'high',
  references: ['CWE-862', 'CWE-613', 'ASVS 7.4.1', 'ASVS 8.3.1'],
  steps: [
    'For each route that asks who somebody is, its user signs in, uses it at each instance, and logs out at one.',
    'A copy of the credential is used on that route, at each instance.',
  ],
  controls: ['changes-not-asked-about'],
  needs: { instances: 2, steps: ['logout', 'transfer'], optIn: 'writes' },
  appliesTo: ({ revocation }) => revocation !== 'at-expiry' || 'an end is known nowhere before the credential ends',
  expected: () => 'blocked',

  async attempt(stage) {
    const uses: Use[] = [];
    const { traits } = stage.target;
    for (const step of [...ofUsers, ...ofAdmins]) {
      // reads may lag there, and nothing else
      if (step === 'me' && traits.revocation === 'within-lag') continue;
      if (stage.target.protocol.steps[step]) uses.push(await useEnded(stage, step));
    }
    return { uses };
  },

  judge({ uses }): Judgement {
    const tried = uses.filter(({ done, before }) => done && before);
    const open = tried.filter(({ after }) => after);
    const counts = { tries: tried.length, successes: open.length };
    if (open.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `an ended credential was let in by ${open.map(({ step }) => step).join(', ')}`,
      };
    const untried = uses.filter((use) => !tried.includes(use));
    if (untried.length > 0)
      return {
        ...counts,
        outcome: 'inconclusive',
        because: `not let in before, or not ended: ${untried.map(({ step }) => step).join(', ')}`,
      };
    return { ...counts, outcome: 'blocked', because: `all ${tried.length} routes refused an ended credential` };
  },
} satisfies Attack<Seen>;

async function useEnded(stage: Stage, step: StepName): Promise<Use> {
  const { victim, admin, target } = stage;
  const user = ofAdmins.some((one) => one === step) ? admin : victim;
  // what changes nothing where it is let in
  const values = { ...accountOf(victim), role: 'user', ms: '0', password: user.password, next: user.password };
  const held = await stage.signIn(user);
  const isLetIn = async (as: typeof held, instance: number) => {
    const reply = await stage.perform(step, { as, instance, values });
    return { good: target.protocol.steps[step]?.ok.includes(reply.status) ?? false, credential: reply.credential };
  };
  let current = held;
  let before = true;
  for (let instance = 0; instance < target.instances; instance += 1) {
    const { good, credential } = await isLetIn(current, instance);
    before &&= good;
    current = credential;
  }
  const { status } = await stage.perform('logout', { as: current, instance: 0 });
  let after = false;
  for (let instance = 0; instance < target.instances; instance += 1)
    after = (await isLetIn(current, instance)).good || after;
  return { step, done: target.protocol.steps.logout?.ok.includes(status) ?? false, before, after };
}
