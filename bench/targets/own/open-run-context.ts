import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../../servers/settings.ts';
import { processes } from '../../cluster/processes.ts';
import { disposeAll } from '../../machine/dispose.ts';
import { guarded } from '../../machine/guard.ts';
import { openStore } from '../../store/open-store.ts';
import type { RunContext } from '../run-context.ts';
import { benchSettings } from './bench-settings.ts';
import { seedUsers } from './users.ts';

/** The context of an entry that brings up targets without a run around them. Disposing leaves nothing of it. */
export async function openRunContext(
  users: number,
  signal: AbortSignal,
  settings: Partial<Settings> = {},
): Promise<RunContext & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'authbench-'));
  const guard = await guarded(undefined, [], { folder });
  const store = await openStore('auto', { signal });
  return {
    folder,
    logFolder: folder,
    accounts: await seedUsers(join(folder, 'accounts.jsonl'), users, 'bench'),
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
