import type { Credential } from '../../exchange.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { redeem } from '../../kit/clients/renewal.ts';
import { withoutLag } from '../../kit/windows/lag.ts';
import { recovered } from '../../kit/windows/outage.ts';
import type { Stage } from '../../stage.ts';

type Ending = {
  readonly step: 'logout' | 'logoutAll';
  readonly status: number;
  /** Whether the answer said that it was done. */
  readonly done: boolean;
  /** Whether the copy was good when the store was back. */
  readonly livesOn: boolean;
  /** Whether a second try, now that the store was back, ended it. */
  readonly endedThen: boolean;
};

type Seen = { readonly endings: readonly Ending[] };

const steps = ['logout', 'logoutAll'] as const;

export default {
  kind: 'attack',
  id: 'logout-during-outage',
  title: 'Logout during an outage',
  question: 'Is anybody told that they are logged out although the server could not end their sign-in?',
  goal: 'Keep a copy that its owner believes to be ended.',
  precondition: 'fault',
  severity: 'medium',
  references: ['CWE-613', 'CWE-390', 'ASVS 7.4.1', 'ASVS 16.5.3'],
  steps: [
    'The victim signs in; the thief copies everything that the client then holds.',
    'The store dies; the victim logs out, and from another sign-in everywhere.',
    'The store is started again with what it held; the copies are used, the victim logs out once more, and the copies are used again.',
  ],
  fix: 'Say that a logout is done only when the store has written the end. Otherwise answer 503, so that the client tries again.',
  controls: ['outage-answered-from-memory'],
  needs: {
    alone: 'server',
    hooks: ['killStore', 'restartStore', 'readStore', 'restoreStore'],
    settings: withoutLag,
  },
  appliesTo: ({ store }) => store !== 'never' || 'a logout asks no store',
  expected: () => 'blocked',

  async attempt(stage) {
    const { killStore, restartStore, readStore, restoreStore } = stage.hooks;
    if (!killStore || !restartStore || !readStore || !restoreStore) throw new Error('the store is not ours to break');
    const copies = await Promise.all(steps.map((_, i) => stage.signIn(stage.user(3 + i))));
    for (const copy of copies) await stage.whoAmI(copy);
    const held = await readStore();
    await killStore();
    const replies = await Promise.all(
      steps.map((step, i) => stage.perform(step, { as: copies[i] ?? {}, mayBeSilent: true })),
    );
    await restartStore();
    await restoreStore(held);
    await recovered(stage);
    const endings: Ending[] = [];
    for (const [i, step] of steps.entries()) {
      const copy = copies[i] ?? {};
      const status = replies[i]?.status ?? 0;
      const done = stage.target.protocol.steps[step]?.ok.includes(status) ?? false;
      const left = await use(stage, copy);
      if (left) await stage.perform(step, { as: left });
      const endedThen = left === undefined || (await use(stage, left)) === undefined;
      endings.push({ step, status, done, livesOn: left !== undefined, endedThen });
    }
    return { endings };
  },

  judge({ endings }): Judgement {
    const lied = endings.filter(({ done, livesOn }) => done && livesOn);
    const counts = { tries: endings.length, successes: lied.length };
    if (lied.length > 0)
      return {
        ...counts,
        outcome: 'succeeded',
        because: `${lied.map(({ step }) => step).join(' and ')} answered as done, and the copy was good when the store was back`,
      };
    if (endings.some(({ endedThen }) => !endedThen))
      return { ...counts, outcome: 'succeeded', because: 'a second logout after the outage did not end the sign-in' };
    const crashed = endings.filter(({ status }) => status >= 500 && status !== 503);
    if (crashed.length > 0)
      return {
        ...counts,
        outcome: 'blocked-by-crash',
        because: 'a logout was answered with a server error other than 503',
      };
    const said = endings.map(
      ({ step, status, livesOn }) => `${step} ${status}${livesOn ? ', ended by a second try' : ''}`,
    );
    return {
      ...counts,
      outcome: 'blocked',
      because: `nobody was told of an end that did not happen: ${said.join('; ')}`,
    };
  },
} satisfies Attack<Seen>;

/** What a copy still gives where the store knows of it: renewed, or as it is. */
async function use(stage: Stage, copy: Credential): Promise<Credential | undefined> {
  if (stage.target.protocol.steps.refresh) return redeem(stage, copy);
  return (await stage.whoAmI(copy)) === undefined ? undefined : copy;
}
