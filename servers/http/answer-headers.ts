import type { Middleware } from 'koa';

const HEADERS = {
  // ASVS 5.0 14.3.2, RFC 9111 §5.2.2.5: nobody on the way keeps what was said to somebody.
  'Cache-Control': 'no-store',
  // 3.4.3, 3.4.6: an answer is no page, and must not become a frame of one.
  'Content-Security-Policy': "object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  // 3.4.5
  'Referrer-Policy': 'no-referrer',
  // 3.4.1, RFC 6797: browsers heed it on the encrypted hop in front of this process.
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  // 3.4.4: JSON is never taken for anything else.
  'X-Content-Type-Options': 'nosniff',
} as const;

/** What every answer says, refusals too, whoever asks. */
export const answerHeaders: Middleware = (ctx, next) => {
  ctx.set(HEADERS);
  return next();
};
