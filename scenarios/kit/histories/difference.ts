import type { Expected } from './expected.ts';

/** Where a server did otherwise than the model holds: what ends a history. */
export class Difference extends Error {
  override readonly name = 'Difference';
  /** What was wrong: something was accepted, something was refused, or a cookie lost what protects it. */
  readonly kind: 'accepted' | 'refused' | 'weakened';

  constructor(kind: Difference['kind'], sentence: string) {
    super(sentence);
    this.kind = kind;
  }
}

/** @param what was used, by whom and how, as the subject of a sentence. @throws Difference */
export function assertExpected({ answer, because }: Expected, accepted: boolean, what: string): void {
  if (answer === 'refused' && accepted)
    throw new Difference('accepted', `${what} is still accepted, although ${because}.`);
  if (answer === 'accepted' && !accepted) throw new Difference('refused', `${what} is refused, although ${because}.`);
}
