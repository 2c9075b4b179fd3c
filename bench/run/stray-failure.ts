import { errorLine } from '../errors.ts';

/** A failure that nobody awaited: a fault of the bench itself. */
export class StrayFailure extends Error {
  override readonly name = 'StrayFailure';

  constructor(cause: unknown) {
    super(`something failed that nothing waited for: ${errorLine(cause)}`, { cause });
  }
}
