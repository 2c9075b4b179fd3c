import { z } from 'zod';
import { ConfigError } from '../http/errors.ts';
import { withSecretFiles } from '../secret-files.ts';
import { Settings } from '../settings.ts';
import { seedAccounts } from './seed.ts';

/** What a deployment needs before its first server starts: accounts, unless it has them. */
const Process = z.object({
  ACCOUNTS_FILE: z.string().min(1),
  /** Every password follows from it. */
  ACCOUNTS_SEED: z.string().min(32),
  ACCOUNTS_USERS: z.coerce.number().int().positive().max(10_000).default(10),
  PASSWORD_COST: Settings.shape.passwordCost,
});

main().catch((error: Error) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : error.stack}\n`);
  process.exit(1);
});

async function main(): Promise<void> {
  const parsed = Process.safeParse(withSecretFiles(process.env, ['ACCOUNTS_SEED']));
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  }
  const { ACCOUNTS_FILE, ACCOUNTS_SEED, ACCOUNTS_USERS, PASSWORD_COST } = parsed.data;
  const seed = { users: ACCOUNTS_USERS, seed: ACCOUNTS_SEED, passwordCost: PASSWORD_COST };
  await seedAccounts(ACCOUNTS_FILE, seed).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
