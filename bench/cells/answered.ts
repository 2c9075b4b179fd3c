import { Unanswered } from '../../scenarios/kit/evidence/unanswered.ts';

/** How often at most: a server that has just started may be starved by others. */
const tries = 3;

/** What comes before anything is tried or measured, asked again where it had no answer: from silence nothing follows. */
export async function answered<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await ask();
    } catch (error) {
      if (left === 0 || !(error instanceof Unanswered)) throw error;
    }
  }
}
