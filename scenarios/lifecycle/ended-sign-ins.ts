import type { StepName } from '../../servers/scheme.ts';
import type { Credential, How, Reply, User } from '../exchange.ts';
import type { StoreEntry } from '../hooks/store.ts';
import type { LifecycleFacts, LifecycleScenario } from '../kinds/lifecycle.ts';
import { isRenewed } from '../kit/clients/renewal.ts';
import type { Stage } from '../stage.ts';

/** Of one account, all ended in the same way. */
const many = 5;
/** Accounts before it are those of whoever checked the server. */
const firstUser = 3;

/** What stands in the store: keys, and the members of those that are sets. */
type Kept = { readonly keys: number; readonly members: number };

export default {
  kind: 'lifecycle',
  id: 'ended-sign-ins',
  title: 'What ended sign-ins leave in the store',
  question:
    'Of sign-ins that ended, by each way there is, what does the store still hold when their user signs in again?',
  needs: {
    hooks: ['readStore'],
    steps: ['logoutAll', 'password', 'disable'],
    settings: { idleMs: 1_500, absoluteMs: 3_000, accessMs: 4_000, toleranceMs: 0 },
    users: firstUser + 7,
  },
  appliesTo: () => true,
  async run(stage) {
    // a scheme that keeps nothing is given no store that could be looked at
    if (!stage.hooks.readStore && stage.target.traits.store !== 'never')
      throw new Error('the target does not show its store');
    const one = await keptOf(stage, stage.user(firstUser), 0, async () => []);
    const seen: Record<string, Kept> = {};
    for (const [i, [way, end]] of Object.entries(ends).entries()) {
      const all = await keptOf(stage, stage.user(firstUser + 1 + i), many, end);
      // Whoever is disabled signs in no more.
      const living = way === 'disabling' ? { keys: 0, members: 0 } : one;
      seen[way] = { keys: all.keys - living.keys, members: all.members - living.members };
    }
    const measures = Object.entries(seen).flatMap(([way, { keys, members }]) => [
      [`names.after-${way}`, { value: members, unit: 'count' as const }],
      [`keys.after-${way}`, { value: keys, unit: 'count' as const }],
    ]);
    return {
      measures: Object.fromEntries(measures),
      facts: { signIns: many, living: one, left: seen, counted: 'without what one sign-in that lives is kept by' },
    } satisfies LifecycleFacts;
  },
} satisfies LifecycleScenario;

/** Ends these sign-ins of a user. */
type End = (stage: Stage, user: User, held: readonly Credential[]) => Promise<unknown>;

const ends: Readonly<Record<string, End>> = {
  async logout(stage, _user, held) {
    for (const as of held) await done(stage, 'logout', { as });
  },
  'logout-all': (stage, _user, [as = {}]) => done(stage, 'logoutAll', { as }),
  async 'password-change'(stage, { password }, [as = {}]) {
    const { credential } = await done(stage, 'password', { as, values: { password, next: password } });
    await done(stage, 'logout', { as: credential });
  },
  silence: (stage) => stage.wait(1.25 * stage.target.settings.idleMs),
  age: inUseUntilItsEnd,
  async disabling(stage, { id }) {
    const boss = await stage.signIn(stage.admin);
    await done(stage, 'disable', { as: boss, values: { id } });
    await done(stage, 'logout', { as: boss });
  },
};

/** @throws where it was refused: what did not end says nothing of what an end leaves. */
async function done(stage: Stage, step: StepName, how: How): Promise<Reply> {
  const reply = await stage.perform(step, how);
  if (stage.target.protocol.steps[step]?.ok.includes(reply.status)) return reply;
  throw new Error(`${step} answered ${reply.status}`);
}

async function inUseUntilItsEnd(stage: Stage, _user: User, given: readonly Credential[]): Promise<void> {
  const { idleMs, absoluteMs } = stage.target.settings;
  const start = performance.now();
  let held = given;
  while (performance.now() - start < absoluteMs) {
    await stage.wait(idleMs / 4);
    held = await Promise.all(held.map((as) => use(stage, as)));
  }
  // what came last may still be good for a moment
  await stage.wait(idleMs / 4);
}

async function use(stage: Stage, as: Credential): Promise<Credential> {
  const step = stage.target.protocol.steps.refresh ? 'refresh' : 'me';
  const reply = await stage.perform(step, { as });
  return step === 'me' || isRenewed(stage, reply) ? reply.credential : as;
}

/** What came into the store with sign-ins of a user that were ended, and one more, where it is not refused. */
async function keptOf(stage: Stage, user: User, signIns: number, end: End): Promise<Kept> {
  const before = new Map((await entries(stage)).map(({ key, value }) => [key, [value].flat()]));
  const held: Credential[] = [];
  for (let n = 0; n < signIns; n += 1) held.push(await stage.signIn(user));
  await end(stage, user, held);
  const { username, password } = user;
  const start = performance.now();
  await stage.perform('login', { values: { username, password } });
  const after = await entries(stage);
  const lateMs = performance.now() - start;
  if (lateMs > stage.target.settings.idleMs / 2)
    throw new Error(`it took ${Math.round(lateMs)} ms to look, when silence may have ended what should live`);
  // the index of somebody who had signed in before was there, and has other members now
  const added = after
    .map(({ key, value }) => ({
      isSet: Array.isArray(value),
      values: [value].flat().filter((one) => !before.get(key)?.includes(one)),
    }))
    .filter(({ values }) => values.length > 0);
  return {
    keys: added.length,
    members: added.reduce((sum, { isSet, values }) => sum + (isSet ? values.length : 0), 0),
  };
}

async function entries(stage: Stage): Promise<readonly StoreEntry[]> {
  return (await stage.hooks.readStore?.()) ?? [];
}
