import { setMaxListeners } from 'node:events';
import type { Stop } from '../cells/run-cell.ts';
import { errorLine } from '../errors.ts';

/** A failure that nobody awaited: a fault of the bench itself. */
export class StrayFailure extends Error {
  override readonly name = 'StrayFailure';

  constructor(cause: unknown) {
    super(`something failed that nothing waited for: ${errorLine(cause)}`, { cause });
  }
}

/**
 * A stop that also comes with the first failure that nobody awaits. Node.js would end the process there and then; so the
 * run ends with a report that says why, and with what was saved before.
 */
export function stopAtStrays(told: Stop): Stop & Disposable {
  const own = new AbortController();
  const onStray = (cause: unknown) => own.abort(new StrayFailure(cause));
  process.on('unhandledRejection', onStray).on('uncaughtException', onStray);
  const [soft, hard] = [told.soft, told.hard].map((signal) => AbortSignal.any([signal, own.signal])) as [
    AbortSignal,
    AbortSignal,
  ];
  // every request under way listens to it
  setMaxListeners(0, hard);
  return {
    soft,
    hard,
    [Symbol.dispose]() {
      process.off('unhandledRejection', onStray).off('uncaughtException', onStray);
    },
  };
}
