import { ADMIN, passwordOf, seedAccounts, userName } from '../../../servers/accounts/seed.ts';
import type { RunContext } from '../run-context.ts';
import { benchSettings } from './bench-settings.ts';

/** Writes a file of accounts that each launch gets a copy of. @param secret what their passwords are drawn from */
export async function seedUsers(template: string, count: number, secret: string): Promise<RunContext['accounts']> {
  await seedAccounts(template, { users: count, seed: secret, passwordCost: benchSettings.passwordCost });
  const user = (id: string) => ({ id, username: id, password: passwordOf(secret, id) });
  return { template, users: Array.from({ length: count }, (_, i) => user(userName(i + 1))), admin: user(ADMIN) };
}
