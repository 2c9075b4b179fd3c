import type { Middleware } from 'koa';
import type { Application, Routes } from './application.ts';
import { HttpError } from './http/errors.ts';
import { bodyAs, jsonBody } from './http/json-body.ts';
import { principal } from './principal.ts';
import { Current, reauthentication } from './reauthentication.ts';
import type { Traits } from './scheme.ts';

/** What users see of their own sign-ins, and how they end that of a device that they lost (ASVS 7.5.2). */
export function declareListing(requests: Routes, signedIn: Middleware, application: Application): void {
  const { auth } = application;
  if (!auth.list || !auth.endOne) return;
  const [list, endOne] = [auth.list.bind(auth), auth.endOne.bind(auth)];
  const ownPassword = reauthentication(application);

  requests.get('/sign-ins', signedIn, async (ctx) => {
    const { id } = principal(ctx);
    ctx.body = { id, signIns: await list(ctx, id) };
  });

  requests.post('/sign-ins/:name/end', signedIn, jsonBody, async (ctx) => {
    const { id } = principal(ctx);
    await ownPassword(ctx, id, bodyAs(Current, ctx).current);
    if (!(await endOne(id, ctx.params.name))) throw new HttpError(404, 'unknown_sign_in', 'You have no such sign-in.');
    ctx.status = 204;
  });
}

/** Whether a scheme keeps each sign-in by itself, so that it can be listed, and ended alone. */
export function knowsEach({ store, endsAllBy }: Traits): boolean {
  return store !== 'never' && endsAllBy !== 'date';
}
