import type { Middleware } from 'koa';

/**
 * Rewrites every `Set-Cookie` line of an answer, for a server that is to be weakened in how it sets cookies alone.
 * @param change gives the lines that go out in place of one
 */
export function changedCookies(change: (line: string) => readonly string[]): Middleware {
  return async (ctx, next) => {
    await next();
    const lines = [ctx.response.headers['set-cookie'] ?? []].flat().map(String);
    if (lines.length > 0) ctx.set('Set-Cookie', lines.flatMap(change));
  };
}

/** The line with another `SameSite`, or with none. */
export function withSameSite(line: string, value: 'none' | 'lax' | undefined): string {
  return line.replace(/; *samesite=\w+/i, '') + (value ? `; samesite=${value}` : '');
}
