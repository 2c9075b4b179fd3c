import type { Middleware } from 'koa';
import type { Application, Routes } from './application.ts';
import { bodyAs, jsonBody } from './http/json-body.ts';
import { principal } from './principal.ts';
import { Current, reauthentication } from './reauthentication.ts';

/**
 * What is too sensitive for a sign-in alone (ASVS 7.5.3, RFC 9470): it comes with the password, which is good for this one
 * act. So there is no proof that could be kept, carried to another sign-in or used for something else.
 */
export function declareSteppedUp(requests: Routes, signedIn: Middleware, application: Application): void {
  const ownPassword = reauthentication(application);

  requests.post('/payout', signedIn, jsonBody, async (ctx) => {
    const { id, role } = principal(ctx);
    await ownPassword(ctx, id, bodyAs(Current, ctx).current);
    await application.accounts.recordTransfer(id);
    ctx.body = { id, role };
  });
}
