import type { ChildProcess } from 'node:child_process';
import { heard, isRunning } from '../machine/child.ts';
import { deadlineOf } from '../machine/deadline.ts';
import type { Usage } from '../machine/resources.ts';

/** What an instance is told over its channel; it answers the last. */
export type LoopCommand = 'begin' | 'end' | 'tell' | 'note-firsts';

/** What an instance says of itself between the first two. */
export interface LoopReport {
  /** How late each tick of its event loop was. */
  readonly delaysUs: readonly number[];
  /** On a core, all its threads: getrusage(2), which every system has. */
  readonly cpuUs: number;
  /** Since it was told to note them: each connection by its port on the other side, and when its first request came, on `hostMs`. */
  readonly firsts?: readonly (readonly [port: number, atMs: number])[];
}

/** What instances say of a stretch of load. */
export interface Told {
  readonly loops: readonly LoopReport[];
  /** What the kernel counted where they run, by the ids that their cluster has for them, where that is another machine. */
  readonly usage?: Pick<Usage, 'processes' | 'machine'>;
}

/** All instances, each of which watches itself. */
export interface Watched {
  begin(): void;
  end(): void;
  /** From now on, when the first request of each new connection comes: it costs some of each request. */
  noteFirsts(): void;
  /** Of each of them; undefined where one does not say. Rejects with the signal's reason. */
  tell(signal: AbortSignal): Promise<Told | undefined>;
}

export function watchedOf(children: () => readonly ChildProcess[]): Watched {
  const say = (command: LoopCommand) => {
    for (const child of children()) if (isRunning(child)) child.send(command);
  };
  const ask = async (child: ChildProcess, signal: AbortSignal) => {
    using deadline = deadlineOf(signal, answerWithinMs);
    const answer = heard(child, deadline.signal);
    child.send('tell' satisfies LoopCommand);
    return (await answer) as LoopReport | undefined;
  };
  return {
    begin: () => say('begin'),
    end: () => say('end'),
    noteFirsts: () => say('note-firsts'),
    async tell(signal) {
      const answers = await Promise.all(
        children().map((child) => (isRunning(child) ? ask(child, signal) : undefined)),
      ).catch(() => {
        signal.throwIfAborted();
        return [undefined];
      });
      const loops = answers.flatMap((one) => one ?? []);
      return loops.length === answers.length ? { loops } : undefined;
    },
  };
}

const answerWithinMs = 1_000;
