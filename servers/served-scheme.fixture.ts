import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Accounts } from './accounts/accounts.ts';
import { openAccounts } from './accounts/accounts-file.ts';
import { passwordOf, seedAccounts } from './accounts/seed.ts';
import { createApp } from './app.ts';
import type { AuthServer, Parts, Scheme } from './scheme.ts';
import { Settings } from './settings.ts';
import { memoryStore } from './store/memory.ts';
import type { Store } from './store/store.ts';

/** One scheme, served for a test on a free loopback port, with its own accounts: `admin`, `user-1` and `user-2`. */
export interface ServedScheme extends AsyncDisposable {
  readonly origin: string;
  readonly accounts: Accounts;
  readonly store: Store;
  readonly auth: AuthServer;
}

export const testSettings: Settings = {
  ...Settings.parse({
    passwordCost: 4,
    // Counted in the same store: a test of a scheme sees what the scheme asks of it.
    loginFailures: 0,
    loginFailuresPerSource: 0,
    // What is ended is to be seen as ended.
    lagMs: 1,
    tokenKey: randomBytes(32).toString('base64url'),
    cookieKey: randomBytes(32).toString('base64url'),
    publicOrigins: 'http://127.0.0.1:*',
  }),
  // What is asked here is what is answered, and not how soon: more than a server may be told to wait.
  storeTimeoutMs: 30_000,
};

export function passwordIn(username: string): string {
  return passwordOf('test', username);
}

export async function serveScheme(scheme: Scheme, parts: Partial<Parts> = {}): Promise<ServedScheme> {
  const folder = await mkdtemp(join(tmpdir(), 'authbench-'));
  const path = join(folder, 'accounts.jsonl');
  await seedAccounts(path, { users: 2, seed: 'test', passwordCost: 4 });
  const own = openAccounts(path);
  const all = { settings: testSettings, accounts: own, store: memoryStore(), ...parts };
  const auth = await scheme.serve(all);
  const server = createServer(createApp(auth, all).callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    accounts: all.accounts,
    store: all.store,
    auth,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await auth.close?.();
      own[Symbol.dispose]();
      await rm(folder, { recursive: true });
    },
  };
}
