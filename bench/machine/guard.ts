import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../errors.ts';
import { later } from './later.ts';
import { removeFolder } from './remove-folder.ts';

/** What a guard owns: given as its only argument. */
export interface SupervisedProcess {
  readonly command?: string;
  readonly args: readonly string[];
  /** Made where it is missing, the program's working folder, removed at the end with all it holds; a control group too. */
  readonly folder?: string;
}

export interface GuardOptions {
  readonly folder?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** File to which the program's output is appended; dropped where absent. */
  readonly log?: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** What a guard says to its owner, one thing at a time. */
export interface GuardMessage {
  /** The program's id; null where there is none and only the folder is owned. */
  readonly started?: number | null;
  /** Why the program could not be started. */
  readonly failed?: string;
  readonly exited?: Exit;
}

export interface GuardedProgram extends AsyncDisposable {
  readonly pid: number;
  /** Resolves when the program has ended, for whatever reason. */
  readonly exited: Promise<Exit>;
}

const guardFile = fileURLToPath(new URL('./guard-process.js', import.meta.url));

/**
 * Starts a program and makes sure that neither it nor its temporary folder outlives this process: a guard, a
 * small process of its own, owns both, and ends them when its channel to us closes. The kernel closes it however we
 * end, kill -9 included. Without a command the guard owns the folder alone. Disposing resolves when both are gone.
 * @throws BenchError AB-E101 when the program cannot be started.
 */
export function guarded(command: undefined, args: readonly [], options: GuardOptions): Promise<AsyncDisposable>;
export function guarded(command: string, args: readonly string[], options?: GuardOptions): Promise<GuardedProgram>;
export async function guarded(
  command: string | undefined,
  args: readonly string[],
  { folder, env = process.env, log }: GuardOptions = {},
): Promise<AsyncDisposable | GuardedProgram> {
  const supervised: SupervisedProcess = {
    args,
    ...(command !== undefined && { command }),
    ...(folder !== undefined && { folder }),
  };
  const guard = launch(supervised, env, log);
  const heard: GuardMessage = {};
  guard.on('message', (message: GuardMessage) => Object.assign(heard, message));
  const gone = later(
    once(guard, 'exit').then(() => {
      if (guard.signalCode !== null) cleanUp(heard.started, folder);
    }),
  );
  await Promise.race([once(guard, 'message'), gone]);
  const pid = heard.started;
  if (pid === undefined) {
    await gone;
    throw new BenchError('AB-E101', `${command ?? 'a guard'} could not be started`, { cause: heard.failed });
  }
  const dispose = async () => {
    if (guard.connected) guard.disconnect();
    await gone;
  };
  if (pid === null) return { [Symbol.asyncDispose]: dispose };
  const exited = gone.then(() => heard.exited ?? { code: null, signal: guard.signalCode ?? 'SIGTERM' });
  return { pid, exited, [Symbol.asyncDispose]: dispose };
}

function launch(supervised: SupervisedProcess, env: NodeJS.ProcessEnv, log: string | undefined): ChildProcess {
  const output = log === undefined ? 'ignore' : openSync(log, 'a');
  try {
    // Detached: a Ctrl-C goes to the whole foreground group, and the guard must live to clean up after it.
    return fork(guardFile, [JSON.stringify(supervised)], {
      detached: true,
      execArgv: [],
      env,
      stdio: ['ignore', output, output, 'ipc'],
    });
  } finally {
    if (output !== 'ignore') closeSync(output);
  }
}

/** For the case that the guard itself was killed. */
function cleanUp(pid: number | null | undefined, folder: string | undefined): void {
  if (typeof pid === 'number') signalGroup(pid, 'SIGKILL');
  if (folder !== undefined) removeFolder(folder);
}

/** Signals a program and all that it started: a guard gives it a process group of its own. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
