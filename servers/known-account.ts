import type { Account } from './accounts/accounts.ts';
import { HttpError } from './http/errors.ts';
import type { Parts } from './scheme.ts';

/** @throws HttpError 404 where there is none */
export async function known(accounts: Parts['accounts'], id: string | undefined): Promise<Account> {
  const account = await accounts.byId(id ?? '');
  if (!account) throw new HttpError(404, 'unknown_account', 'There is no such account.');
  return account;
}
