import { METHODS } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { hashingQueue } from './accounts/hashing-queue.ts';
import { loginLimit } from './accounts/login-limit.ts';
import { hashPassword, unmatchableHash, verifyPassword } from './accounts/passwords.ts';
import { declareAdministration } from './administration.ts';
import type { Application, Routes } from './application.ts';
import { HttpError, logInFirst } from './http/errors.ts';
import { bodyAs, jsonBody } from './http/json-body.ts';
import { principal } from './principal.ts';
import { reauthentication } from './reauthentication.ts';
import type { AuthServer, Parts, Principal } from './scheme.ts';
import { declareListing } from './sign-in-listing.ts';
import { declareSteppedUp } from './stepped-up.ts';

const password = z.string().min(1).max(256);
const Login = z.object({ username: z.string().min(1).max(64), password });
// NIST SP 800-63B §3.1.1.2 asks for 15 characters where a password is the only factor.
const Password = z.object({ current: password, next: password.min(15) });
const Slow = z.object({ ms: z.coerce.number().int().nonnegative().default(0) });
const SLOWEST_MS = 2_000;

/**
 * Every route is declared as one of three kinds, and what guards it comes with its kind. Nothing here, nor in front of
 * it, knows a route by the text of its path, which has many spellings: those that are not the declared one are 404.
 */
export function routes(auth: AuthServer, parts: Parts): Router {
  const { settings, accounts } = parts;
  const logins = auth.logins ?? loginLimit(parts);
  const inTurn = auth.hashing ?? hashingQueue(settings);
  const application = { auth, settings, accounts: auth.accounts ?? accounts, logins, inTurn };

  // With every method known, one that a resource lacks is 405: the router would answer 501 to those it does not know.
  const router = new Router({ methods: METHODS, strict: true, sensitive: true });
  declareOpen(behind(router), auth);
  declareSignIns(behind(router, auth.guard?.signIns, auth.middleware), application);
  const signedIn = whoIsSignedIn(auth);
  declareReads(behind(router, mayLag, auth.guard?.requests, auth.middleware), signedIn);
  const requests = behind(router, auth.guard?.requests, auth.middleware);
  declareRequests(requests, signedIn, application);
  declareSteppedUp(requests, signedIn, application);
  declareListing(requests, signedIn, application);
  declareAdministration(requests, signedIn, application);
  return router;
}

/** What anybody may read: nothing guards it, and so it has no other method. */
function declareOpen(open: Pick<Routes, 'get'>, auth: AuthServer): void {
  open.get('/healthz', (ctx) => {
    ctx.body = { ok: true };
  });
  open.get('/readyz', async (ctx) => {
    await auth.ready?.();
    ctx.body = { ok: true };
  });
  // The floor: what a request costs before anybody asks who makes it.
  open.get('/bare', (ctx) => {
    ctx.body = { id: 'user-1', role: 'user' };
  });

  open.get('/.well-known/jwks.json', (ctx) => {
    const keys = auth.publicKeys?.();
    if (!keys) return;
    ctx.body = keys;
    ctx.type = 'application/jwk-set+json';
  });
}

/** What begins, renews or ends a sign-in. */
function declareSignIns(signIns: Routes, { auth, settings, accounts, logins, inTurn }: Application): void {
  const nobody = unmatchableHash(settings.passwordCost);
  signIns.post('/login', jsonBody, async (ctx) => {
    const given = bodyAs(Login, ctx);
    const succeeded = await logins.enter(ctx, given.username);
    const account = await accounts.byUsername(given.username);
    const matches = await inTurn(() => verifyPassword(given.password, account?.passwordHash ?? nobody));
    if (!account || !matches || account.disabled) throw refused();

    const handedOut = await auth.signIn(ctx, account);
    // Whatever ended all sign-ins while this one began did not see it.
    const now = await accounts.byId(account.id);
    if (now?.version !== account.version) {
      await auth.signOut(ctx);
      throw refused();
    }
    await succeeded();
    ctx.body = { id: account.id, role: account.role, ...handedOut };
  });

  if (auth.renew) {
    const renew = auth.renew.bind(auth);
    signIns.post('/refresh', async (ctx) => {
      ctx.body = await renew(ctx);
    });
  }

  // Without a sign-in there is nothing to end, and that is what was asked for.
  signIns.post('/logout', async (ctx) => {
    await auth.signOut(ctx);
    ctx.status = 204;
  });
}

function whoIsSignedIn(auth: AuthServer): Middleware {
  return async (ctx, next) => {
    ctx.state.principal = await auth.authenticate(ctx);
    if (!ctx.state.principal) throw logInFirst();
    await next();
  };
}

/** Says to the scheme that it may go by what it knew a moment ago: a request of any other kind asks anew. */
const mayLag: Middleware = (ctx, next) => {
  ctx.state.mayLag = true;
  return next();
};

/** What changes nothing, and needs no role. */
function declareReads(reads: Pick<Routes, 'get'>, signedIn: Middleware): void {
  reads.get('/me', signedIn, (ctx) => {
    ctx.body = me(ctx);
  });
}

/** What a sign-in is asked for beside. */
function declareRequests(
  requests: Routes,
  signedIn: Middleware,
  { auth, settings, accounts, logins, inTurn }: Application,
): void {
  requests.get('/slow', signedIn, async (ctx) => {
    const { success, data } = Slow.safeParse(ctx.query);
    if (!success) throw new HttpError(400, 'invalid_request', 'Missing or not usable: ms.');
    await delay(Math.min(data.ms, SLOWEST_MS));
    const writes = await auth.touch?.(ctx);
    ctx.body = { ...me(ctx), ...(typeof writes === 'number' && { writes }) };
  });

  requests.post('/transfer', signedIn, async (ctx) => {
    await accounts.recordTransfer(principal(ctx).id);
    ctx.body = me(ctx);
  });

  requests.post('/logout-all', signedIn, async (ctx) => {
    const { id } = principal(ctx);
    await accounts.change(id, {});
    await auth.endAll(id);
    await auth.signOut(ctx);
    ctx.status = 204;
  });

  const ownPassword = reauthentication({ accounts, logins, inTurn });

  requests.post('/password', signedIn, jsonBody, async (ctx) => {
    const { current, next } = bodyAs(Password, ctx);
    const account = await ownPassword(ctx, principal(ctx).id, current);
    const passwordHash = await inTurn(() => hashPassword(next, settings.passwordCost));
    // Whatever changed the account, or ended its sign-ins, while passwords were hashed did not see this request.
    if (!(await accounts.change(account.id, { passwordHash }, account.version))) throw logInFirst();
    const handedOut = await auth.endAll(account.id, ctx);
    const now = await accounts.byId(account.id);
    if (now?.version !== account.version + 1) {
      await auth.signOut(ctx);
      throw logInFirst();
    }
    ctx.body = { id: account.id, role: account.role, ...handedOut };
  });
}

/** Declares routes with these in front of each: what a router runs by itself, it also runs for routes of other kinds. */
function behind(router: Router, ...given: readonly (Middleware | undefined)[]): Routes {
  const first = given.filter((one) => one !== undefined);
  const declare =
    (method: keyof Routes) =>
    (path: string, ...own: Middleware[]) => {
      router[method](path, ...first, ...own);
    };
  return { get: declare('get'), post: declare('post'), put: declare('put') };
}

function me(ctx: Context): Pick<Principal, 'id' | 'role'> {
  const { id, role } = principal(ctx);
  return { id, role };
}

/** One answer for every reason, so that it tells nobody which usernames exist (CWE-204). */
function refused(): HttpError {
  return new HttpError(401, 'invalid_credentials', 'Username or password is wrong.');
}
