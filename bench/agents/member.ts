import type { Queue, QueueEvents } from 'bullmq';
import { deadlineOf, unless } from '../machine/deadline.ts';
import { later } from '../machine/later.ts';
import type { AgentCard } from './agent-card.ts';
import { type Control, prefix } from './control.ts';
import { queueOf } from './control-keys.ts';
import { loadBullmq } from './load-bullmq.ts';
import type { Task, TaskReply, Unaddressed } from './task.ts';

/** An agent as the bench sees it, with the queue that it takes tasks from. */
export interface Member extends AsyncDisposable {
  readonly card: AgentCard;
  /** Aborted, with its cause in words, as soon as it is known to be gone. */
  readonly lost: AbortController;
  /** Resolves with what it answers. Rejects with why it does not, or with the signal's reason. */
  ask(task: Unaddressed, withinMs: number, signal: AbortSignal): Promise<TaskReply>;
}

export async function openMember(card: AgentCard, control: Control): Promise<Member> {
  const { Queue, QueueEvents } = await loadBullmq();
  const options = { prefix, connection: control.link() };
  const queue: Queue<Task, TaskReply> = new Queue(queueOf(card.name), options);
  const events: QueueEvents = new QueueEvents(queueOf(card.name), {
    ...{ ...options, connection: control.link() },
    // from the beginning, not from when it comes to listen: what an agent refuses at once is answered before that
    lastEventId: '0-0',
  });
  queue.on('error', () => {});
  events.on('error', () => {});
  await events.waitUntilReady();
  const lost = new AbortController();
  return {
    card,
    lost,
    async ask(task, withinMs, signal) {
      using deadline = deadlineOf(
        AbortSignal.any([signal, lost.signal]),
        withinMs,
        `it did not answer within ${Math.round(withinMs)} ms`,
      );
      const job = await unless(deadline.signal, queue.add(task.kind, { ...task, to: card.id }, { attempts: 1 }));
      try {
        return await unless(deadline.signal, job.waitUntilFinished(events));
      } finally {
        later(job.remove());
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([queue.close(), events.close()].map((closing) => closing.catch(() => {})));
    },
  };
}
