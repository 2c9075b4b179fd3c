import type { Results } from '../results/results.ts';

/**
 * One requirement of a standard that sign-ins are held to. Which attacks show it follows from their references: an attack
 * that names its id is one of them, and there is no list.
 */
export interface Rule {
  /** As attacks name it among their references: `ASVS 7.4.1`, `RFC 9700 §4.14.2`. */
  readonly id: string;
  /** Of ASVS alone: from which level on it is asked. */
  readonly level?: 1 | 2 | 3;
  /** What is asked, in our words: one sentence. */
  readonly asks: string;
  /** Whom it is asked of; everybody where absent. */
  readonly of?: Surface;
  /**
   * What it means where something works on until its lifetime is over: that `breaks` the rule, or `keeps` one that asks
   * for an end at all; it says nothing of other rules. One that asks for an end `at-once` is broken by it as well, and
   * where a scheme ends nothing before its time, only whoever looked for how long something works on has kept it.
   */
  readonly window?: 'breaks' | 'keeps' | 'at-once';
  /** What of it no attack here tries, and why not where that is more than that nobody wrote one. */
  readonly untried?: string;
  /** What a scheme lacks on which an attack that names it has no surface: the rest of it is met in part at most. */
  readonly lacked?: string;
  /** Why no attack is about any of it; where some schemes have what it is about, why none is on a scheme that has not. */
  readonly unreached?: string;
  /** What it takes to meet it, where a scheme breaks it by design. */
  readonly takes?: string;
}

/** A chapter of a standard, or one that is short. */
export interface Standard {
  readonly id: string;
  readonly title: string;
  /** At most six characters, for a picture. */
  readonly short: string;
  readonly address: string;
  readonly rules: readonly Rule[];
}

/** What a scheme has to have for a rule to be about it. */
export type Surface = keyof typeof surfaces;

type Traits = Results['schemes'][number]['traits'];

export function isAskedOf({ of }: Rule, traits: Traits): boolean {
  return of === undefined || surfaces[of].has(traits);
}

/** Why a rule is not about a scheme that lacks it. */
export function lackingText(surface: Surface): string {
  return surfaces[surface].lacking;
}

/** What ASVS 7.4.1 itself names for tokens that say everything about themselves, and what all of it has in common. */
export const takesLook =
  'shared state, read with every request: a list of ended tokens, a date per user before which nothing counts, or a session';

/** RFC 9449, or a certificate of the client (RFC 8705). */
export const takesProof = 'a proof by a key of the client with every request';

const surfaces = {
  cookies: {
    has: ({ transport, ambient }: Traits) => transport === 'cookie' || ambient !== 'never',
    lacking: 'it sets no cookie',
  },
  'self-contained tokens': {
    has: ({ credential }: Traits) => credential === 'self-contained',
    lacking: 'it has no self-contained token',
  },
  'reference tokens': {
    has: ({ credential, renewal }: Traits) => credential === 'reference' || renewal === 'rotation',
    lacking: 'it has no credential that refers to something kept',
  },
  'refresh tokens': {
    has: ({ renewal }: Traits) => renewal === 'rotation' || renewal === 'unrotated',
    lacking: 'it has no refresh token',
  },
} as const;
