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
  /** What it takes away: the control that an attack which must beat it is about. */
  defence(traits: Traits): Defence;
  /** Whether a scheme of these traits can have it. */
  appliesTo(traits: Traits): boolean;
  serve(scheme: Scheme, parts: Parts): AuthServer | Promise<AuthServer>;
}

/** A place in our own source, found by what stands there: a number would go stale with the next edit above it. */
export interface Defence {
  /** From the root of the project; `{scheme}` stands for the id of the scheme. */
  readonly file: string;
  /** A text that exactly one line of the file holds. */
  readonly line: string;
}
