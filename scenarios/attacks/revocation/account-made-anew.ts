import type { Attack, Judgement } from '../../kinds/attack.ts';
import { accountOf } from '../../kit/clients/as-before.ts';
import { type Aftermath, judgeAftermath, shortEnds, useCopy, usedEverywhere } from '../../kit/windows/aftermath.ts';

type Seen = Aftermath & {
  /** Whether somebody else then had an account of the same name, and was signed in to it. */
  readonly anew: boolean;
  /** Uses of what the former owner holds that spoke for the new one. */
  readonly asNew: number;
};

export default {
  kind: 'attack',
  id: 'account-made-anew',
  title: 'Account deleted, and made anew under the same name',
  question: 'Does anything that the former owner of a name holds speak for its next owner, or at all?',
  goal: 'Keep the credentials of an account that was deleted until somebody else is given its name.',
  precondition: 'own-account',
  severity: 'high',
  references: ['CWE-613', 'CWE-694', 'ASVS 7.4.2', 'ASVS 10.3.3', 'RFC 8725 §3.8', 'RFC 7519 §4.1.2'],
  steps: [
    'A user signs in at one instance and uses each.',
    'An administrator deletes the account at another instance, and makes one for somebody else under the same name.',
    'The former owner redeems their refresh token at each instance, and asks who they are until ten refusals in a row.',
    'The new owner logs in and asks the same.',
  ],
  fix: 'Give every account an id that is never given again, and name it by that in sessions and tokens. End all its sign-ins when it is deleted.',
  controls: ['account-id-given-again', 'deletion-ends-nothing', 'answers-never-stale'],
  needs: { steps: ['addUser', 'deleteUser'], optIn: 'writes', instances: 2, settings: shortEnds },
  appliesTo: () => true,
  expected: ({ revocation }) => (revocation === 'immediate' ? 'blocked' : 'window'),

  async attempt(stage) {
    const { admin, target } = stage;
    const { steps } = target.protocol;
    const user = stage.user(3);
    const elsewhere = 1 % target.instances;
    const root = await stage.signIn(admin, { instance: elsewhere });
    const start = performance.now();
    const held = await stage.signIn(user, { instance: 0 });
    await usedEverywhere(stage, held);
    const byRoot = { as: root, instance: elsewhere };
    const deletion = await stage.perform('deleteUser', { ...byRoot, values: accountOf(user) });
    const done = steps.deleteUser?.ok.includes(deletion.status) ?? false;
    const next = { username: user.username, password: `${user.password}, of somebody else` };
    const { subject: nextId } = await stage.perform('addUser', { ...byRoot, values: next });

    let asNew = 0;
    const seen = await useCopy(stage, held, start, async (as, how = {}) => {
      const { status, subject, credential } = await stage.perform('me', { ...how, as });
      if (!steps.me.ok.includes(status) || subject === undefined) return undefined;
      if (subject === nextId) asNew += 1;
      return credential;
    });
    const { credential } = await stage.perform('login', { values: next });
    const anew = nextId !== undefined && (await stage.whoAmI(credential)) === nextId;
    return { done, ...seen, anew, asNew };
  },

  judge({ anew, asNew, ...facts }, target): Judgement {
    if (asNew > 0)
      return {
        ...{ outcome: 'succeeded', successes: asNew },
        because: `what the former owner holds spoke for the new owner of the name, ${asNew} times`,
      };
    // an account that is gone is one that is disabled for good, and adds no window of its own to the table
    const { windows: _, ...judgement } = judgeAftermath('user-disabled', 'deletion of the account', facts, target);
    if (anew || judgement.outcome === 'succeeded') return judgement as Judgement;
    return { outcome: 'inconclusive', because: 'nobody else was signed in under the name afterwards' };
  },
} satisfies Attack<Seen>;
