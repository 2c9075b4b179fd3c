import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN, passwordOf, seedAccounts, userName } from '../../servers/accounts/seed.ts';
import type { Settings } from '../../servers/settings.ts';
import { processes } from '../cluster/processes.ts';
import { disposeAll } from '../machine/dispose.ts';
import { guarded } from '../machine/guard.ts';
import { openStore } from '../store/ladder.ts';
import type { Grounds } from './target.ts';

/** As in a run: a bench logs in from one place, and a busy one must not look like an outage. */
const benchSettings = { passwordCost: 10, loginFailures: 0, loginFailuresPerSource: 0, storeTimeoutMs: 450 };

/** Grounds of an entry that brings up targets without a run around them. Disposing leaves nothing of them. */
export async function openGrounds(
  users: number,
  signal: AbortSignal,
  settings: Partial<Settings> = {},
): Promise<Grounds & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'authbench-'));
  const guard = await guarded(undefined, [], { folder });
  const store = await openStore('auto', { signal });
  const template = join(folder, 'accounts.jsonl');
  const secret = 'bench';
  await seedAccounts(template, { users, seed: secret, passwordCost: benchSettings.passwordCost });
  const user = (id: string) => ({ id, username: id, password: passwordOf(secret, id) });
  return {
    folder,
    logFolder: folder,
    accounts: { template, users: Array.from({ length: users }, (_, i) => user(userName(i + 1))), admin: user(ADMIN) },
    settings: { ...benchSettings, ...settings },
    clusters: processes,
    store,
    mayKillStore: store.provider !== 'url',
    seed: 1,
    effort: 'full',
    signal,
    [Symbol.asyncDispose]: () => disposeAll(store, guard),
  };
}
