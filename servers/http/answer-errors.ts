import type { Context, Middleware } from 'koa';
import { log } from '../log.ts';
import { StoreUnavailable } from '../store/store.ts';
import { HttpError } from './errors.ts';

/** Turns whatever was thrown, and every empty refusal of the router, into `{error, message}` with a stable code. */
export function answerErrors(challenge: string): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status >= 400 && ctx.body == null) answer(ctx, unrouted(ctx.status));
    } catch (thrown) {
      const error = asHttpError(thrown);
      answer(ctx, error);
      if (error.status === 401 && !error.headers['WWW-Authenticate'])
        ctx.set('WWW-Authenticate', challengeFor(ctx, challenge, error.code));
    }
  };
}

function answer(ctx: Context, { status, code, message, headers }: HttpError): void {
  ctx.status = status;
  ctx.set(headers);
  ctx.body = { error: code, message };
}

function asHttpError(thrown: unknown): HttpError {
  if (thrown instanceof HttpError) return thrown;
  if (thrown instanceof StoreUnavailable) {
    return new HttpError(503, thrown.code, 'Sign-ins cannot be checked at the moment.', { 'Retry-After': '1' });
  }
  // The stack names our own lines; the message may quote the request.
  const { name, stack } = thrown instanceof Error ? thrown : new Error(typeof thrown);
  log('unexpected_error', { name, stack: stack?.match(/^ +at .+$/gm)?.slice(0, 3) });
  return new HttpError(500, 'internal_error', 'The server failed.');
}

function unrouted(status: number): HttpError {
  return status === 405
    ? new HttpError(405, 'method_not_allowed', 'This resource does not have that method.')
    : new HttpError(404, 'not_found', 'There is no such resource.');
}

/** RFC 6750 §3.1, RFC 9449 §7.1: a request that presented nothing is not told what was wrong with it. */
function challengeFor(ctx: Context, challenge: string, code: string): string {
  const presented = code === 'unauthenticated' && /^(Bearer|DPoP) /.test(challenge) && ctx.get('authorization') !== '';
  return presented ? `${challenge}, error="invalid_token"` : challenge;
}
