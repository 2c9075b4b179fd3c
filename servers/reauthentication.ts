import type { Context } from 'koa';
import { z } from 'zod';
import type { Account } from './accounts/accounts.ts';
import { verifyPassword } from './accounts/passwords.ts';
import type { Application } from './application.ts';
import { HttpError, logInFirst } from './http/errors.ts';
import { known } from './known-account.ts';

/** What a request brings that the password comes along with. */
export const Current = z.object({ current: z.string().min(1).max(256) });

/**
 * Asks whoever is signed in for their password once more, before what a stolen sign-in must not do (ASVS 7.5.1, 7.5.2).
 * @returns a check that throws HttpError 403 where it is another one, and 401 where the account changed while it was compared
 */
export function reauthentication({ accounts, logins, inTurn }: Pick<Application, 'accounts' | 'logins' | 'inTurn'>) {
  return async (ctx: Context, accountId: string, current: string): Promise<Account> => {
    const account = await known(accounts, accountId);
    // A stolen sign-in must not be a place to guess at the password without end.
    const succeeded = await logins.enter(ctx, account.username);
    if (account.disabled || !(await inTurn(() => verifyPassword(current, account.passwordHash))))
      throw new HttpError(403, 'wrong_password', 'The current password is another one.');
    // Whatever ended the sign-in meanwhile did not see this request.
    if ((await accounts.byId(accountId))?.version !== account.version) throw logInFirst();
    await succeeded();
    return account;
  };
}
