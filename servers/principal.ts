import type { Context } from 'koa';
import type { Principal } from './scheme.ts';

/** Whom a request speaks for, once it was asked. */
export function principal(ctx: Context): Principal {
  return ctx.state.principal;
}
