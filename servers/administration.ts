import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';
import { z } from 'zod';
import { hashPassword } from './accounts/passwords.ts';
import type { Application, Routes } from './application.ts';
import { HttpError } from './http/errors.ts';
import { bodyAs, jsonBody } from './http/json-body.ts';
import { known } from './known-account.ts';
import { principal } from './principal.ts';

const Role = z.object({ role: z.enum(['user', 'admin']) });
const NewUser = z.object({ username: z.string().min(1).max(64), password: z.string().min(15).max(256) });

/** What administrators do to the sign-ins of others. */
export function declareAdministration(
  requests: Routes,
  signedIn: Middleware,
  { auth, settings, accounts, inTurn }: Application,
): void {
  const admin: Middleware = async (ctx, next) => {
    if (principal(ctx).role !== 'admin') throw needsAdmin();
    await next();
  };

  // A credential that states a role for minutes must not be what gives the role back to its holder.
  const adminNow: Middleware = async (ctx, next) => {
    const account = await accounts.byId(principal(ctx).id);
    if (account?.role !== 'admin' || account.disabled) throw needsAdmin();
    await next();
  };
  const change = [signedIn, admin, adminNow];

  requests.get('/admin', signedIn, admin, (ctx) => {
    const { id, role } = principal(ctx);
    ctx.body = { id, role };
  });

  requests.post('/admin/users/:id/disable', ...change, async (ctx) => {
    const { id } = await known(accounts, ctx.params.id);
    await accounts.change(id, { disabled: true });
    await auth.endAll(id);
    ctx.status = 204;
  });

  // Sign-ins that the disabling ended stay ended: whoever is let back in logs in.
  requests.post('/admin/users/:id/enable', ...change, async (ctx) => {
    const { id } = await known(accounts, ctx.params.id);
    await accounts.change(id, { disabled: false });
    ctx.status = 204;
  });

  requests.put('/admin/users/:id/role', ...change, jsonBody, async (ctx) => {
    const { id } = await known(accounts, ctx.params.id);
    await accounts.change(id, bodyAs(Role, ctx));
    await auth.roleChanged?.(id);
    ctx.status = 204;
  });

  // The account goes on, as after a logout everywhere of its owner (ASVS 7.4.5).
  requests.post('/admin/users/:id/logout', ...change, async (ctx) => {
    const { id } = await known(accounts, ctx.params.id);
    await accounts.change(id, {});
    await auth.endAll(id);
    ctx.status = 204;
  });

  requests.post('/admin/users', ...change, jsonBody, async (ctx) => {
    const { username, password } = bodyAs(NewUser, ctx);
    const passwordHash = await inTurn(() => hashPassword(password, settings.passwordCost));
    // Never one that somebody had before: what was handed out to them may still name it (OpenID Connect Core §5.7).
    const id = randomUUID();
    if (!(await accounts.add({ id, username, role: 'user', passwordHash })))
      throw new HttpError(409, 'username_taken', 'Somebody has this username.');
    ctx.body = { id, role: 'user' };
    ctx.status = 201;
  });

  requests.post('/admin/users/:id/delete', ...change, async (ctx) => {
    const { id } = await known(accounts, ctx.params.id);
    await accounts.remove(id);
    await auth.endAll(id);
    ctx.status = 204;
  });
}

function needsAdmin(): HttpError {
  return new HttpError(403, 'forbidden', 'This needs the role admin.');
}
