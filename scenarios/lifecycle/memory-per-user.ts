import type { LifecycleScenario } from '../lifecycle.ts';
import type { StoreEntry } from '../stage.ts';

/** Signed-in users at which the store is looked at: two sizes, to see whether it grows in step. */
const sizes = [10, 40] as const;
/** Accounts before it may be signed in already, by a scenario that shares the server. */
const firstUser = 15;

export default {
  kind: 'lifecycle',
  id: 'memory-per-user',
  title: 'What the store holds for each user',
  question: 'How many keys and bytes does the server keep for a signed-in user, and does it grow in step with them?',
  needs: { hooks: ['readStore'], users: firstUser + sizes[1] },
  appliesTo: () => true,
  async run(stage) {
    const { readStore } = stage.hooks;
    // a scheme that keeps nothing is given no store that could be looked at
    if (!readStore && stage.target.traits.store !== 'never') throw new Error('the target does not show its store');
    const read = async () => new Map(((await readStore?.()) ?? []).map((entry) => [entry.key, bytesOf(entry)]));
    const before = await read();
    let signedIn = 0;
    const perUser: { keys: number; bytes: number }[] = [];
    for (const size of sizes) {
      for (; signedIn < size; signedIn += 1) await stage.signIn(stage.user(firstUser + signedIn));
      // only what came since: keys of others may end meanwhile
      const grown = [...(await read())].map(([key, bytes]) => ({
        isNew: !before.has(key),
        bytes: bytes - (before.get(key) ?? 0),
      }));
      const bytes = grown.reduce((sum, one) => sum + one.bytes, 0);
      perUser.push({ keys: grown.filter(({ isNew }) => isNew).length / size, bytes: bytes / size });
    }
    const [few, many] = perUser;
    return {
      measures: {
        'keys.per-user': { value: many?.keys ?? 0, unit: 'count' },
        'bytes.per-user': { value: many?.bytes ?? 0, unit: 'bytes' },
        'bytes.per-user-when-few': { value: few?.bytes ?? 0, unit: 'bytes' },
      },
      facts: { sizes, perUser, counted: 'characters of keys and values, without what the store adds to them' },
    };
  },
} satisfies LifecycleScenario;

function bytesOf({ key, value }: StoreEntry): number {
  return [key, value].flat().reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
