import type { Context, Middleware } from 'koa';
import { HttpError } from './errors.ts';

/**
 * Refuses a request that a cross-origin page may have made the browser sign (CSRF, CWE-352). SameSite alone does not: a
 * sibling subdomain is the same site. Browsers send Sec-Fetch-Site where they can, and Origin with every request that
 * is not GET or HEAD (Fetch §3.2); a client that sends neither cannot be told from a cross-origin page.
 */
export const sameOrigin: Middleware = async (ctx, next) => {
  if (changesState(ctx) && !isOurs(ctx)) {
    throw new HttpError(403, 'origin_unproven', 'The request does not prove that a page of this origin made it.');
  }
  await next();
};

function changesState({ method }: Context): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}

function isOurs({ headers }: Context): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  // TLS ends in front of this server, so that it cannot know its own scheme: host and port decide.
  return headers.origin !== undefined && URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host;
}
