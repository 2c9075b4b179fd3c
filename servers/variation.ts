import type Koa from 'koa';
import type { AuthServer, Parts, Scheme, Traits } from './scheme.ts';
import type { Settings } from './settings.ts';

/**
 * A sound server built in another way that people build it too. Measured beside the reference servers it answers
 * whether what is said of a scheme depends on that choice. It is no scheme, and is run only when named.
 */
export interface Variation {
  /** The file's name. */
  readonly id: string;
  /** What is unlike, as the name of a row. */
  readonly title: string;
  /** What somebody who made this choice wants to know. */
  readonly question: string;
  /** The choice that it is one answer to; those of one choice are shown together. */
  readonly choice: string;
  appliesTo(traits: Traits): boolean;
  /** The scenario whose cost it changes. */
  readonly scenario?: 'authenticated-read' | 'login';
  readonly settings?: Partial<Settings>;
  /** Whether what it costs hangs on the time that passes, and not on requests alone: then it must not wait between them. */
  readonly byTime?: true;
  /** How servers reach their store. */
  readonly store?: { readonly rttMs: number } | { readonly socket: true };
  /** The program that runs them; Node.js as it runs the bench where absent. */
  readonly node?: string;
  /** Swaps a part of the scheme's server. */
  serve?(scheme: Scheme, parts: Parts): AuthServer | Promise<AuthServer>;
  /** Another application altogether, with the scheme's client end: what its libraries cost with nothing around them. */
  app?(parts: Parts, storeUrl: string): Koa | Promise<Koa>;
}
