import type { StoreEntry } from '../hooks/store.ts';
import type { MemoryUse } from '../hooks/traces.ts';
import type { LifecycleFacts, LifecycleScenario } from '../kinds/lifecycle.ts';
import { syntheticUsers } from '../kit/clients/synthetic-users.ts';
import { entryBytes } from '../kit/evidence/entry-bytes.ts';
import type { Effort, Stage, StageTarget } from '../stage.ts';

/** Users who really sign in: two sizes, to see whether what is kept grows in step. */
const sizes = [10, 40] as const;
/** Accounts before it have been signed in already, by whoever checked the server. */
const firstUser = 15;

/** Signed-in users at which memory is read; those beyond the real ones are put into the store as a login would. */
const userCounts: Readonly<Record<Effort, readonly number[]>> = {
  smoke: [100],
  quick: [100, 10_000],
  standard: [100, 10_000, 100_000],
  full: [100, 10_000, 100_000],
};

type Measures = LifecycleFacts['measures'];

export default {
  kind: 'lifecycle',
  id: 'memory-per-user',
  title: 'What is kept for each user',
  question: 'How much do store and servers keep for a signed-in user, and does it grow in step with them?',
  needs: { hooks: ['readStore', 'memory'], users: firstUser + sizes[1], alone: 'process' },
  appliesTo: () => true,
  async run(stage) {
    const { readStore, fillStore, restoreStore } = stage.hooks;
    // a scheme that keeps nothing is given no store that could be looked at
    if (!readStore && stage.target.traits.store !== 'never') throw new Error('the target does not show its store');
    const before = (await readStore?.()) ?? [];
    const known = new Set(before.map(({ key }) => key));
    const added = async () => ((await readStore?.()) ?? []).filter(({ key }) => !known.has(key));
    const perUser: { keys: number; bytes: number }[] = [];
    let signedIn = 0;
    let one: readonly StoreEntry[] = [];
    for (const size of sizes) {
      for (; signedIn < size; signedIn += 1) {
        await signInAndRenew(stage, firstUser + signedIn);
        if (signedIn === 0) one = await added();
      }
      const entries = await added();
      const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
      perUser.push({ keys: entries.length / size, bytes: bytes / size });
    }
    const [few, many] = perUser;
    const atScale: Record<string, Measures[string]> = {};
    // a store that serves others too is not filled
    if (fillStore && restoreStore) {
      try {
        const real = { users: signedIn, storeUsed: (await atWork(stage)).storeUsed };
        for (const size of userCounts[stage.effort]) {
          await fillStore(syntheticUsers(one, stage.user(firstUser).id, signedIn, size - signedIn));
          signedIn = size;
          Object.assign(atScale, measuresAt(size, await atWork(stage), real, stage.target));
        }
      } finally {
        await restoreStore(before);
      }
    }
    return {
      measures: {
        'keys.per-user': { value: many?.keys ?? 0, unit: 'count' },
        'bytes.per-user': { value: many?.bytes ?? 0, unit: 'bytes' },
        'bytes.per-user-when-few': { value: few?.bytes ?? 0, unit: 'bytes' },
        ...atScale,
      },
      facts: {
        sizes,
        perUser,
        counted: 'bytes: characters of keys and values, without what the store adds to them; memory: with it',
      },
    };
  },
} satisfies LifecycleScenario;

/** A first renewal may leave what every later one replaces; what each of them adds is another question. */
async function signInAndRenew(stage: Stage, user: number): Promise<void> {
  const as = await stage.signIn(stage.user(user));
  if (stage.target.protocol.steps.refresh) await stage.perform('refresh', { as });
}

/** Reads go before, so that servers and their connections have done the same work at every size. */
async function atWork(stage: Stage): Promise<MemoryUse> {
  const as = await stage.signIn(stage.user(firstUser));
  await stage.volley(
    'me',
    Array.from({ length: readsBetween }, () => ({ as })),
  );
  const { memory } = stage.hooks;
  if (!memory) throw new Error('the target does not show its memory');
  return memory();
}

function measuresAt(
  size: number,
  { storeUsed, storeResident, serversResident }: MemoryUse,
  real: { readonly users: number; readonly storeUsed: number | undefined },
  { traits }: StageTarget,
): Measures {
  const keepsNothing = traits.store === 'never';
  const grown = storeUsed === undefined || real.storeUsed === undefined ? undefined : storeUsed - real.storeUsed;
  const figures = [
    ['memory.per-user', keepsNothing ? 0 : grown && grown / (size - real.users)],
    ['store.resident', keepsNothing ? undefined : storeResident],
    ['servers.resident', serversResident],
  ] as const;
  return Object.fromEntries(
    figures.flatMap(([name, value]) =>
      value === undefined ? [] : [[`${name}-at-${size}`, { value, unit: 'bytes' as const }]],
    ),
  );
}

const readsBetween = 500;
