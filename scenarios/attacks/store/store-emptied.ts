import type { Attack, Judgement } from '../../kinds/attack.ts';
import { needed } from '../../kit/clients/needed.ts';

type Seen = {
  /** Whether the token was good until all were ended, and was refused then. */
  readonly ended: boolean;
  /** Whether it was good once the store had lost everything. */
  readonly alive: boolean;
  /** Whether somebody who signs in after that is signed in. */
  readonly fresh: boolean;
};

export default {
  kind: 'attack',
  id: 'store-emptied',
  title: 'A store that has lost everything',
  question: 'Are ended tokens still refused when the store has lost what it knew of their end?',
  goal: 'Use an ended token after the store was started empty.',
  precondition: 'fault',
  severity: 'medium',
  references: ['CWE-636', 'CWE-613', 'ASVS 7.4.1', 'ASVS 16.5.3'],
  steps: [
    'The victim signs in; the thief copies the token. The victim asks for a logout everywhere, and the copy is refused.',
    'The store loses all that it held, as one does that is started without its data.',
    'The copy is used once more; the victim signs in again.',
  ],
  fix: 'Let a missing record refuse: where nothing is known of an account, none of its tokens is good.',
  controls: ['date-not-required'],
  needs: { alone: 'server', steps: ['logoutAll'], hooks: ['restoreStore'] },
  appliesTo: ({ endsAllBy }) =>
    endsAllBy === 'date' || 'what the store has to have is the sign-in itself, or nothing can be done: store-rollback',
  expected: () => 'blocked',

  async attempt(stage) {
    const { victim } = stage;
    const restore = needed(stage, 'restoreStore');
    const copy = await stage.signIn(victim);
    const isGood = async () => (await stage.whoAmI(copy)) === victim.id;
    const before = await isGood();
    await stage.perform('logoutAll', { as: await stage.signIn(victim) });
    const ended = before && !(await isGood());
    await restore([]);
    const alive = await isGood();
    return { ended, alive, fresh: (await stage.whoAmI(await stage.signIn(victim))) === victim.id };
  },

  judge({ ended, alive, fresh }): Judgement {
    const counts = { tries: 1, successes: alive ? 1 : 0 };
    if (!ended) return { outcome: 'inconclusive', because: 'the copy was not ended before the store lost anything' };
    if (alive) return { ...counts, outcome: 'succeeded', because: 'an ended token was good once the store was empty' };
    if (!fresh) return { ...counts, outcome: 'inconclusive', because: 'nobody could sign in after that either' };
    return { ...counts, outcome: 'blocked', because: 'an ended token was refused by an empty store too' };
  },
} satisfies Attack<Seen>;
