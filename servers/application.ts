import type { Middleware } from 'koa';
import type { AuthServer, Parts } from './scheme.ts';

/** What the routes answer from. */
export interface Application {
  readonly auth: AuthServer;
  readonly settings: Parts['settings'];
  readonly accounts: Parts['accounts'];
  readonly logins: NonNullable<AuthServer['logins']>;
  readonly inTurn: NonNullable<AuthServer['hashing']>;
}

/** What declares a route of one kind, behind all that guards its kind. */
export type Routes = Readonly<Record<'get' | 'post' | 'put', (path: string, ...own: Middleware[]) => void>>;
