import { bodyParser } from '@koa/bodyparser';
import type { Context, Middleware } from 'koa';
import type { z } from 'zod';
import { HttpError } from './errors.ts';

const LIMIT = '4kb';

const parse = bodyParser({
  enableTypes: ['json'],
  jsonLimit: LIMIT,
  jsonStrict: true,
  encoding: 'utf-8',
  onError(error) {
    const { status } = error as { status?: number };
    if (status === 413) throw new HttpError(413, 'body_too_large', `The body is larger than ${LIMIT}.`);
    if (status === 415) throw unsupported();
    // A broken compression has no status of its own, and is no less the client's fault.
    throw new HttpError(400, 'invalid_json', 'The body is not a JSON object.');
  },
});

/** Reads a JSON body. Any other type is refused: a form of another origin needs no preflight to send those (Fetch §2.2.2). */
export const jsonBody: Middleware = (ctx, next) => {
  const empty = ctx.headers['content-length'] === '0';
  if (!empty && ctx.is('application/json') === false) throw unsupported();
  return parse(ctx, next);
};

/** @throws HttpError 400 naming the fields that are wrong, never what they held. */
export function bodyAs<T>(schema: z.ZodType<T>, ctx: Context): T {
  const { success, data, error } = schema.safeParse(ctx.request.body);
  if (success) return data;
  const fields = error.issues.map(({ path }) => path.join('.') || 'body').join(', ');
  throw new HttpError(400, 'invalid_request', `Missing or not usable: ${fields}.`);
}

function unsupported(): HttpError {
  return new HttpError(415, 'unsupported_media_type', 'Send application/json.');
}
