import { fork } from 'node:child_process';
import { join } from 'node:path';
import { BenchError } from '../../errors.ts';
import { end, heard, isRunning } from '../../machine/child.ts';
import type { Order } from './attacker.ts';
import { activate } from './mutants.ts';
import type { ReferenceTrial } from './reference-trial.ts';

/**
 * An attacker of a build with mutants. It is started when it is first needed, and anew where it has ended, without any of
 * them: what drives and judges is as it should be, whatever the servers are.
 */
export interface AttackerProcess extends AsyncDisposable {
  /**
   * @param mutants ids of those that are active in the servers
   * @returns what came out, and whether that is all: not where it was not done within that time, or broke down
   */
  attack(mutants: readonly string[], order: Order, withinMs: number): Promise<Attacked>;
}

export interface Attacked {
  readonly trials: readonly ReferenceTrial[];
  readonly whole: boolean;
}

/** @param folder of the build @param browser the path of a Chromium, if any */
export function attackerOf(folder: string, browser = ''): AttackerProcess {
  let child: ReturnType<typeof fork> | undefined;
  const running = async () => {
    if (child && isRunning(child)) return child;
    await activate(folder, []);
    child = fork(join(folder, 'dist/bench/tools/mutation/attacker-main.js'), [browser]);
    if ((await heard(child, AbortSignal.timeout(60_000))) !== 'ready')
      throw new BenchError('AB-E301', 'the attacker of the mutants did not get ready');
    return child;
  };
  return {
    async attack(mutants, order, withinMs) {
      const attacker = await running();
      await activate(folder, mutants);
      attacker.send(order);
      const trials: ReferenceTrial[] = [];
      const whole = await new Promise<boolean>((settle) => {
        const hear = (word: ReferenceTrial | 'done') => (word === 'done' ? over(true) : void trials.push(word));
        const gone = () => over(false);
        const late = setTimeout(gone, withinMs);
        const over = (isWhole: boolean) => {
          clearTimeout(late);
          attacker.off('message', hear).off('exit', gone);
          settle(isWhole);
        };
        attacker.on('message', hear).on('exit', gone);
      });
      if (!whole) await end(attacker, 'SIGTERM');
      return { trials, whole };
    },
    async [Symbol.asyncDispose]() {
      await end(child, 'SIGTERM');
    },
  };
}
