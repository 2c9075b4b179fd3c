import type { Credential } from '../exchange.ts';
import type { StoreEntry } from '../hooks/store.ts';
import type { LifecycleFacts, LifecycleScenario } from '../kinds/lifecycle.ts';
import { entryBytes } from '../kit/evidence/entry-bytes.ts';
import type { Stage } from '../stage.ts';

/** Accounts before it have been signed in already, by whoever checked the server. */
const firstUser = 15;
const users = 10;
/** A working day of 8 hours, renewed every 5 minutes: in a row, since what is kept of a renewal does not depend on its hour. */
const renewals = 96;

export default {
  kind: 'lifecycle',
  id: 'memory-over-a-day',
  title: 'What a day of renewals leaves',
  question: 'Does what the store keeps for a user grow while they stay signed in, and does it go when they leave?',
  needs: { hooks: ['readStore', 'memory'], users: firstUser + users, alone: 'process' },
  appliesTo: ({ renewal }) => renewal === 'rotation' || 'nothing is kept of a renewal where nothing rotates',
  async run(stage) {
    const known = new Set((await entriesOf(stage)).map(({ key }) => key));
    const held = await Promise.all(Array.from({ length: users }, (_, i) => stage.signIn(stage.user(firstUser + i))));
    // the first renewal may leave what every later one replaces
    const morning = await after(stage, held, 1, known);
    const noon = await after(stage, held, renewals / 2 - 1, known);
    const evening = await after(stage, held, renewals / 2, known);
    for (const as of held) await stage.perform('logout', { as });
    const night = await kept(stage, known);
    const perRenewal = (of: (one: Kept) => number) => (of(evening) - of(morning)) / (users * (renewals - 1));
    const bytes = perRenewal((one) => one.bytes);
    const used = perRenewal(({ storeUsed = Number.NaN }) => storeUsed);
    const measures: LifecycleFacts['measures'] = {
      'keys.per-renewal': { value: perRenewal(({ keys }) => keys), unit: 'count' },
      'bytes.per-renewal': { value: bytes, unit: 'bytes' },
      // the store's account of itself moves by some bytes also where nothing was added
      ...(!Number.isNaN(used) && {
        'memory.per-renewal': { value: bytes < 1 ? 0 : Math.max(0, used), unit: 'bytes' },
      }),
      'day.morning': { value: morning.bytes / users, unit: 'bytes' },
      'day.noon': { value: noon.bytes / users, unit: 'bytes' },
      'day.evening': { value: evening.bytes / users, unit: 'bytes' },
      'day.night': { value: night.bytes / users, unit: 'bytes' },
      'keys.after-a-day': { value: evening.keys / users, unit: 'count' },
      'keys.after-logout': { value: night.keys / users, unit: 'count' },
    };
    return { measures, facts: { users, renewals, morning, noon, evening, night } };
  },
} satisfies LifecycleScenario;

interface Kept {
  readonly keys: number;
  readonly bytes: number;
  readonly storeUsed: number | undefined;
}

/** All users renew so many times; each with what the last renewal gave them. */
async function after(stage: Stage, held: Credential[], times: number, known: ReadonlySet<string>): Promise<Kept> {
  for (let turn = 0; turn < times; turn += 1) {
    const replies = await stage.volley(
      'refresh',
      held.map((as) => ({ as })),
    );
    const ok = stage.target.protocol.steps.refresh?.ok ?? [];
    for (const [i, { status, credential }] of replies.entries()) {
      if (!ok.includes(status)) throw new Error(`a renewal was answered with ${status}`);
      held[i] = credential;
    }
  }
  return kept(stage, known);
}

async function kept(stage: Stage, known: ReadonlySet<string>): Promise<Kept> {
  const storeUsed = (await stage.hooks.memory?.())?.storeUsed;
  const added = (await entriesOf(stage)).filter(({ key }) => !known.has(key));
  return { keys: added.length, bytes: added.reduce((sum, entry) => sum + entryBytes(entry), 0), storeUsed };
}

async function entriesOf({ hooks: { readStore } }: Stage): Promise<readonly StoreEntry[]> {
  if (!readStore) throw new Error('the target does not show its store');
  return readStore();
}
