import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Held } from '../../scenarios/kinds/load.ts';
import { BenchError } from '../errors.ts';
import { isRunning } from '../machine/child.ts';
import { later } from '../machine/later.ts';
import type { Edge, LoadJob, LoadResult } from './job.ts';

/** A message to the generator process; reports come back. */
export type GeneratorCommand = { readonly id: number } & ({ readonly job: LoadJob } | { readonly stop: true });
export type GeneratorReport = { readonly id: number } & (
  | { readonly block: Edge }
  | { readonly result: LoadResult }
  | { readonly error: string }
);

/** Generates load in a process of its own, so that neither the bench nor the servers share its event loop. */
export interface Generator extends AsyncDisposable {
  readonly pid: number;
  /** Whether its process has not ended. */
  isUp(): boolean;
  /**
   * Runs one job at a time, in the order asked for, but for those in no figure, which begin at once. Rejects with BenchError AB-E401 when the load could not be
   * generated, and with the signal's reason.
   * @param onBlock called when the measured block starts and ends.
   */
  run(job: LoadJob, signal: AbortSignal, onBlock?: (edge: Edge) => void): Promise<LoadResult>;
  /** Absent where one process makes the load and has its users' credentials from here. */
  readonly shared?: SharedLoad;
}

/** Load that several make together, who sign users in themselves: no credential travels. */
export interface SharedLoad {
  holder(): Promise<Holder>;
  /**
   * What is known of a block beside what they say themselves.
   * @param firsts when the first request of each connection came, on `hostMs`, by the port at its other end
   */
  seen(result: LoadResult, job: LoadJob, firsts: ReadonlyMap<number, number>): LoadResult;
}

/** Names users for those who sign them in. */
export type Holder = (target: Held['target']) => Held;

/** The process ends when it is disposed of, and by itself when this process ends. */
export async function startGenerator(): Promise<Generator> {
  const child = fork(new URL('./generator-process.js', import.meta.url), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = later(once(child, 'exit'));
  await Promise.race([once(child, 'message'), exited]);
  if (child.exitCode !== null || child.pid === undefined) throw new BenchError('AB-E401');
  let jobs = 0;

  return {
    pid: child.pid,
    isUp: () => isRunning(child),
    run(job, signal, onBlock = () => {}) {
      signal.throwIfAborted();
      const id = ++jobs;
      return new Promise((resolve, reject) => {
        const settle = (act: () => void) => {
          child.off('message', onMessage).off('exit', onExit);
          signal.removeEventListener('abort', onAbort);
          act();
        };
        const onMessage = (message: unknown) => {
          const report = message as GeneratorReport;
          if (report.id !== id) return;
          if ('block' in report) onBlock(report.block);
          else if ('result' in report) settle(() => resolve(report.result));
          else settle(() => reject(new BenchError('AB-E401', report.error)));
        };
        const onExit = () => settle(() => reject(new BenchError('AB-E401', 'the load generator ended before its job')));
        const onAbort = () => {
          if (child.connected) child.send({ id, stop: true } satisfies GeneratorCommand);
          settle(() => reject(signal.reason));
        };
        child.on('message', onMessage).on('exit', onExit);
        signal.addEventListener('abort', onAbort, { once: true });
        if (child.connected) child.send({ id, job } satisfies GeneratorCommand);
        else onExit();
      });
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      const deadline = setTimeout(() => child.kill('SIGKILL'), graceMs);
      if (isRunning(child)) await exited;
      clearTimeout(deadline);
    },
  };
}

const graceMs = 1_000;
