import { createHmac } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import type { Role } from './accounts.ts';
import type { JournalEntry } from './accounts-file.ts';
import { hashPassword } from './passwords.ts';

export const ADMIN = 'admin';

export interface Seed {
  /** How many users there are beside the admin: `user-1` to `user-<users>`. Id and username are the same. */
  readonly users: number;
  /** Passwords follow from it. */
  readonly seed: string;
  /** log2 of scrypt's N. */
  readonly passwordCost: number;
}

/** Writes a fresh accounts file. @throws when the file exists. */
export async function seedAccounts(path: string, { users, seed, passwordCost }: Seed): Promise<void> {
  const usernames = [ADMIN, ...Array.from({ length: users }, (_, index) => userName(index + 1))];
  const lines: string[] = [];
  let next = 0;
  const hasher = async () => {
    for (let index = next++; index < usernames.length; index = next++) {
      const username = usernames[index] ?? '';
      const role: Role = username === ADMIN ? 'admin' : 'user';
      const passwordHash = await hashPassword(passwordOf(seed, username), passwordCost);
      const entry: JournalEntry = {
        op: 'account',
        account: { id: username, username, role, disabled: false, passwordHash },
      };
      lines[index] = JSON.stringify(entry);
    }
  };
  // scrypt runs on libuv's four threads: more at once would only hold more memory.
  await Promise.all(Array.from({ length: 4 }, hasher));
  await appendFile(path, `${lines.join('\n')}\n`, { flag: 'ax', mode: 0o600 });
}

export function userName(index: number): string {
  return `user-${index}`;
}

export function passwordOf(seed: string, username: string): string {
  return createHmac('sha256', seed).update(username).digest('base64url');
}
