import { bodyParser } from '@koa/bodyparser';
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { Account, Accounts } from './accounts/accounts.ts';
import { verifyPassword } from './accounts/passwords.ts';

/** POST /login with nothing that hardens it, for servers that are measured and never used. */
export function minimalLogin(
  router: Router,
  accounts: Accounts,
  signIn: (ctx: Context, account: Pick<Account, 'id' | 'role'>) => Promise<Record<string, unknown>>,
): void {
  router.post('/login', bodyParser(), async (ctx: Context) => {
    const { username, password } = ctx.request.body as { username: string; password: string };
    const account = await accounts.byUsername(username);
    if (!account || !(await verifyPassword(password, account.passwordHash))) return minimalRefusal(ctx);
    const { id, role } = account;
    ctx.body = { id, role, ...(await signIn(ctx, { id, role })) };
  });
}

export function minimalRefusal(ctx: Context): void {
  ctx.status = 401;
  ctx.body = { error: 'unauthenticated' };
}
