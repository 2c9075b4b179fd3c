import type { StepName } from '../../../servers/scheme.ts';
import type { Credential, Reply, User } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { accountOf, enabledAsBefore } from '../../kit/clients/as-before.ts';
import { effectOf } from '../../kit/clients/effect.ts';
import { Unanswered } from '../../kit/evidence/unanswered.ts';
import type { Stage } from '../../stage.ts';

type End = 'logout' | 'disable';

type Use = {
  readonly step: StepName;
  readonly end: End;
  /** Whether that was done to the sign-in that it was used with. */
  readonly done: boolean;
  /** Whether the same request was let in before. */
  readonly before: boolean;
  readonly after: boolean;
};

type Seen = { readonly uses: readonly Use[] };

const changes: readonly StepName[] = ['transfer', 'payout'];
const ofUsers: readonly StepName[] = ['me', ...changes, 'slow', 'signIns', 'password'];
const ofAdmins: readonly StepName[] = ['admin', 'setRole', 'enable', 'endSignIns'];

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
    'On servers of ours the same is done once more for each route of users, with a disabled account in place of the logout.',
  ],
  fix: 'End every copy at logout on the server, and ask on every route whether the sign-in is still good.',
  controls: ['changes-not-asked-about', 'changes-not-asked-about-payout', 'changes-not-asked-about-sign-ins'],
  needs: { instances: 2, steps: ['logout', 'transfer'], optIn: 'writes' },
  appliesTo: ({ revocation }) => revocation !== 'at-expiry' || 'an end is known nowhere before the credential ends',
  expected: () => 'blocked',

  async attempt(stage) {
    const uses: Use[] = [];
    const { traits } = stage.target;
    // of what others built, no status proves that something was done: who is named does, and an effect that is read back
    const isOurs = stage.hooks.effects !== undefined;
    const tries = [
      ...[...ofUsers, ...ofAdmins].map((step) => ({ step, end: 'logout' as const })),
      ...(isOurs ? ofUsers.map((step) => ({ step, end: 'disable' as const })) : []),
    ];
    for (const { step, end } of tries) {
      // reads may lag there, and nothing else
      if (step === 'me' && traits.revocation === 'within-lag') continue;
      if (!isOurs && step !== 'me' && step !== 'transfer') continue;
      if (stage.target.protocol.steps[step])
        uses.push(await useEnded(stage, step, end).catch((error) => untold(error, step, end)));
    }
    return { uses };
  },

  judge({ uses }): Judgement {
    const tried = uses.filter(({ done, before }) => done && before);
    const open = tried.filter(({ after }) => after);
    const counts = { tries: tried.length, successes: open.length };
    const named = (some: readonly Use[]) => some.map(({ step, end }) => `${step} (${end})`).join(', ');
    if (open.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `an ended credential was let in by ${named(open)}`,
      };
    const untried = uses.filter((use) => !tried.includes(use));
    if (untried.length > 0)
      return {
        ...counts,
        outcome: 'inconclusive',
        because: `not let in before, or not ended: ${named(untried)}`,
      };
    return { ...counts, outcome: 'blocked', because: `all ${tried.length} uses of an ended credential were refused` };
  },
} satisfies Attack<Seen>;

/** What one route does not tell leaves open what others have told. */
function untold(error: unknown, step: StepName, end: End): Use {
  if (error instanceof Unanswered) return { step, end, done: false, before: false, after: false };
  throw error;
}

async function useEnded(stage: Stage, step: StepName, end: End): Promise<Use> {
  const { victim, admin, target, hooks } = stage;
  const user = ofAdmins.includes(step) ? admin : victim;
  // what changes nothing where it is let in
  const values = { ...accountOf(victim), role: 'user', ms: '0', password: user.password, next: user.password };
  let current = await stage.signIn(user);
  let before = true;
  let saved: Reply['saved'] = {};
  for (let instance = 0; instance < target.instances; instance += 1) {
    const as = current;
    const { reply, acted } = await watched(stage, step, user, as, () => stage.perform(step, { as, instance, values }));
    before &&= acted;
    saved = reply.saved ?? {};
    current = reply.credential;
  }
  const by = end === 'logout' ? current : await stage.signIn(admin);
  const { status } = await stage.perform(end, { as: by, instance: 0, values: accountOf(user) });
  // pages that lead to it show nothing to whoever is signed out: what they said before is sent again
  const again = (instance: number) =>
    target.protocol.steps[step]?.before
      ? stage.send(stage.request(step, { as: current, values: { ...values, ...saved } }), { instance, step })
      : stage.perform(step, { as: current, instance, values });
  let after = false;
  try {
    for (let instance = 0; instance < target.instances; instance += 1) {
      const owner = changes.includes(step) && !hooks.effects ? await stage.signIn(user) : current;
      const { acted } = await watched(stage, step, user, owner, () => again(instance));
      after ||= acted;
    }
  } finally {
    if (end === 'disable') await enabledAsBefore(stage, user);
  }
  return { step, end, done: target.protocol.steps[end]?.ok.includes(status) ?? false, before, after };
}

/**
 * @param as who reads what comes of a change
 * @returns whether it did what it is for: an effect where one is read, the name of the user where it tells one
 */
async function watched(stage: Stage, step: StepName, user: User, as: Credential, act: () => Promise<Reply>) {
  const isChange = changes.includes(step);
  const effect = () => (isChange ? effectOf(stage, as) : undefined);
  const before = await effect();
  const reply = await act();
  const done = stage.target.protocol.steps[step]?.ok.includes(reply.status) ?? false;
  if (isChange) return { reply, acted: (await effect()) !== before };
  return { reply, acted: done && (step !== 'me' || reply.subject === user.id) };
}
