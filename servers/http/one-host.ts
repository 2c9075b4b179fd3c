import type { Context, Middleware } from 'koa';
import { HttpError } from './errors.ts';

/**
 * Refuses a request that does not name exactly one host (RFC 9112 §3.2). Node takes the first of several, where a proxy
 * may take another, and answers requests of HTTP/0.9, which have no headers at all.
 */
export const oneHost: Middleware = (ctx, next) => {
  if (hosts(ctx) !== 1) throw new HttpError(400, 'ambiguous_host', 'Name exactly one host.');
  return next();
};

function hosts({ req: { rawHeaders } }: Context): number {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i]?.toLowerCase() === 'host') count += 1;
  return count;
}
