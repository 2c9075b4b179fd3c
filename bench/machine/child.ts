import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';

const drainWithinMs = 3_000;

/** The last line of a log that is neither a stack frame nor what Node.js ends with: what the server had to say for itself. */
export async function lastWords(log: string): Promise<string | undefined> {
  const lines = (await readFile(log, 'utf8').catch(() => '')).split('\n');
  return lines.filter((line) => line.trim() !== '' && !/^\s+at |^Node\.js v[\d.]+$/.test(line)).at(-1);
}

/** Whether a child of ours has not ended yet. */
export function isRunning(child: ChildProcess | undefined): boolean {
  return child !== undefined && child.exitCode === null && child.signalCode === null;
}

/**
 * The next thing that a child says over its channel; undefined when it ends before it has said anything.
 * Rejects with an AbortError once the signal is aborted.
 */
export async function heard(child: ChildProcess, signal: AbortSignal): Promise<unknown> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  try {
    const [word] = await Promise.race([
      once(child, 'message', { signal: either }),
      once(child, 'exit', { signal: either }).then(() => [undefined]),
    ]);
    return word;
  } finally {
    over.abort();
  }
}

/** Ends a child, by force where it takes too long, and resolves when it is gone. */
export async function end(child: ChildProcess | undefined, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (!child || !isRunning(child)) return;
  const exited = once(child, 'exit');
  const late = setTimeout(() => child.kill('SIGKILL'), drainWithinMs);
  child.kill(signal);
  await exited;
  clearTimeout(late);
}
