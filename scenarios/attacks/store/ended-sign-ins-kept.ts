import type { StoreEntry } from '../../hooks/store.ts';
import type { Attack, Judgement } from '../../kinds/attack.ts';
import { withoutLag } from '../../kit/windows/lag.ts';
import type { Stage } from '../../stage.ts';

type Seen = {
  readonly signIns: number;
  /** Keys and members of sets that came into the store with them, and those of them that are there at the end. */
  readonly kept: number;
  readonly left: number;
  /** How many of them were accepted at the end. */
  readonly accepted: number;
};

const signIns = 8;
/** Of the time after which a silent sign-in ends: an index that each login prolongs never ends between two. */
const pause = 0.6;
const pauses = 4;

export default {
  kind: 'attack',
  id: 'ended-sign-ins-kept',
  title: 'Ended sign-ins that the store keeps',
  question: 'Does the store forget what ended, of an account that goes on signing in?',
  goal: 'Fill the store, and make each question about an account slower, by signing in to it for weeks.',
  precondition: 'own-account',
  severity: 'low',
  references: ['CWE-770', 'CWE-772', 'ASVS 15.2.2'],
  steps: [
    `The attacker signs in ${signIns} times, and does nothing more with it.`,
    'They sign in once more again and again, at pauses that are shorter than the life of a silent sign-in, until the first ones have ended twice over.',
    'Looked for in the store is what came there with the first ones: keys, and members of sets.',
  ],
  fix: 'Give every key of the store an expiry, and drop what has ended from the index of its account at each login.',
  controls: ['index-never-pruned'],
  needs: { hooks: ['readStore'], hooksOfOurs: ['advance'], alone: 'server', settings: withoutLag },
  appliesTo: ({ store, endsAllBy }) =>
    (store !== 'never' && endsAllBy !== 'date') || 'no sign-in is written down anywhere',
  expected: () => 'blocked',

  async attempt(stage) {
    const { attacker, target, hooks } = stage;
    const before = new Set(await kept(stage));
    const first = [];
    for (let n = 0; n < signIns; n += 1) first.push(await stage.signIn(attacker));
    const added = (await kept(stage)).filter((name) => !before.has(name));
    const silenceMs = target.traits.renewal === 'none' ? target.settings.accessMs : target.settings.idleMs;
    for (let n = 0; n < pauses; n += 1) {
      await hooks.advance?.(pause * silenceMs);
      await stage.signIn(attacker);
    }
    const now = new Set(await kept(stage));
    const subjects = await Promise.all(first.map((credential) => stage.whoAmI(credential)));
    return {
      signIns,
      kept: added.length,
      left: added.filter((name) => now.has(name)).length,
      accepted: subjects.filter((subject) => subject !== undefined).length,
    };
  },

  judge({ signIns: tries, kept, left, accepted }): Judgement {
    const counts = { tries, successes: left };
    if (accepted > 0)
      return { ...counts, outcome: 'inconclusive', because: `${accepted} of ${tries} sign-ins had not ended` };
    if (kept === 0) return { ...counts, outcome: 'inconclusive', because: 'nothing in the store came with a sign-in' };
    const because = `${left} of ${kept} keys and names that came with ${tries} sign-ins were in the store after all had ended`;
    return { ...counts, outcome: left > 0 ? 'succeeded' : 'blocked', because };
  },
} satisfies Attack<Seen>;

/** A key that is there, or a member of a set. */
async function kept({ hooks }: Stage): Promise<string[]> {
  const entries = (await hooks.readStore?.()) ?? [];
  return entries.flatMap(({ key, value }: StoreEntry) =>
    typeof value === 'string' ? [key] : value.map((member) => `${key} ${member}`),
  );
}
