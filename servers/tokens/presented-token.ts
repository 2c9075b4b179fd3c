import type { Context } from 'koa';

/** What stands behind the type of a token in `Authorization`, whatever type that is; empty where nothing does. */
export function presentedToken(ctx: Context): string {
  return ctx.get('authorization').replace(/^\S+ ?/, '');
}
