import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchError } from '../../errors.ts';
import type { Exit } from '../../machine/guard.ts';
import type { Death, Life } from './deaths.ts';
import type { External } from './described.ts';
import { answers, knock } from './knock.ts';
import { lastError, type OpenOptions, type TargetSite } from './start-target.ts';

/** The word that a program has ended comes by way of its guard. */
const wordOfEndMs = 2_000;
/** What throws outside of a handler does so in a turn soon after the answer. */
const settleMs = 300;
/** Whoever else looks after a target is given so long to start it again. */
const comesBackMs = 3_000;
/** What a program is ended by that did not end by itself. */
const fromOutside: readonly (string | null)[] = ['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGHUP'];

export function lifeOf(
  { description: { origin, name } }: External,
  site: TargetSite,
  { logFolder, signal }: OpenOptions,
  describe: Life['describe'],
  cell: Life['cell'],
): Life {
  return {
    describe,
    cell,
    state: async () => ((await knock(origin)) === 'closed' ? 'gone' : 'up'),
    settled: () => delay(settleMs, undefined, { signal }),
    async obituary() {
      const exit = await Promise.race([site.program?.exited, delay(wordOfEndMs)]);
      if (!exit) return { kind: 'unseen', how: `nobody listens at ${origin} any more` };
      return { kind: causeOf(exit), how: `${inWords(exit)}${await lastError(join(logFolder, `${name}.log`))}` };
    },
    async revive() {
      try {
        await site.restart?.();
        const until = performance.now() + comesBackMs;
        while (!(await answers(origin))) {
          if (performance.now() > until) return false;
          await delay(50, undefined, { signal });
        }
        return true;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof BenchError) return false;
        throw error;
      }
    },
  };
}

function causeOf({ code, signal }: Exit): Death['kind'] {
  return code === 0 || fromOutside.includes(signal) ? 'killed' : 'crash';
}

function inWords({ code, signal }: Exit): string {
  return signal === null ? `exit code ${code}` : signal;
}
