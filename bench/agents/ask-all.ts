import { BenchError, errorLine } from '../errors.ts';
import type { Member } from './member.ts';
import type { TaskReply, Unaddressed } from './task.ts';

/** A task for one of several. */
export interface Asked {
  readonly member: Member;
  readonly task: Unaddressed;
}

/**
 * Has several agents do a task each. All of them have come to an end before it is told that one failed: nobody sends while
 * the next block begins.
 * @returns what they answer, in their order
 * @throws BenchError AB-E401 of those that did not, by name; the signal's reason once it is aborted
 */
export async function askAll(asked: readonly Asked[], withinMs: number, signal: AbortSignal): Promise<TaskReply[]> {
  const ended = await Promise.allSettled(asked.map(({ member, task }) => member.ask(task, withinMs, signal)));
  signal.throwIfAborted();
  const failed = ended.flatMap((one, place) =>
    one.status === 'rejected' ? [`${asked[place]?.member.card.name}: ${errorLine(one.reason)}`] : [],
  );
  if (failed.length > 0) throw new BenchError('AB-E401', failed.join('; '));
  return ended.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}
