import type { AuthServer, Parts, Scheme, Traits } from './scheme.ts';

/**
 * A sound server with one part swapped for a broken one: the positive control of an attack. It is built only when
 * the process was told so by name, binds to loopback, and says what it is at start.
 */
export interface Weakness {
  /** The file's name. */
  readonly id: string;
  readonly title: string;
  /** The weakness class, as `CWE-n`. */
  readonly cwe: string;
  /** Whether a scheme of these traits can have it. */
  appliesTo(traits: Traits): boolean;
  serve(scheme: Scheme, parts: Parts): AuthServer | Promise<AuthServer>;
}
