import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { type Exit, type GuardMessage, type SupervisedProcess, signalGroup } from './guard.ts';
import { removeFolder } from './remove-folder.ts';

const graceMs = 1_000;

const { command, args, folder }: SupervisedProcess = JSON.parse(process.argv[2] ?? '{}');
// The owner may be dead before this line runs: then the event is over, and only `connected` tells.
const abandoned = new Promise<void>((resolve) => {
  process.once('disconnect', resolve).once('SIGTERM', () => resolve());
  if (!process.connected) resolve();
});

if (folder !== undefined) mkdirSync(folder, { recursive: true, mode: 0o700 });
const program = command === undefined || !process.connected ? undefined : start(command);
if (program) await watch(program);
else {
  tell({ started: null });
  await abandoned;
}
if (folder !== undefined) removeFolder(folder);
if (process.connected) process.disconnect();

function start(command: string): ChildProcess {
  // A group of its own, so that what the program starts ends with it.
  return spawn(command, args, {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    ...(folder && { cwd: folder }),
  });
}

/** Until the program has ended, by itself or because nobody is left who wants it. */
async function watch(program: ChildProcess): Promise<void> {
  const { pid } = program;
  const exited = once(program, 'exit').then(
    ([code, signal]): GuardMessage => ({ exited: { code, signal } satisfies Exit }),
    (error: Error): GuardMessage => ({ failed: error.message }),
  );
  if (pid === undefined) return tell(await exited);
  tell({ started: pid });
  await Promise.race([exited, abandoned]);
  if (program.exitCode === null && program.signalCode === null) {
    signalGroup(pid, 'SIGTERM');
    const late = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
    await exited;
    clearTimeout(late);
  }
  signalGroup(pid, 'SIGKILL');
  tell(await exited);
}

function tell(message: GuardMessage): void {
  if (process.connected) process.send?.(message, () => {});
}
