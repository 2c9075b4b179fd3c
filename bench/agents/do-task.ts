import type { Generator } from '../generator/generator.ts';
import type { LoadJob } from '../generator/job.ts';
import { hostMs } from '../machine/host-clock.ts';
import { assertConsent, type Consent } from './consent.ts';
import type { Control } from './control.ts';
import type { ControlClock } from './control-clock.ts';
import { controlKeys } from './control-keys.ts';
import type { HeldUsers } from './held-users.ts';
import { Task, type TaskReply } from './task.ts';

/** What an agent does tasks with. */
export interface TaskParts {
  readonly control: Pick<Control, 'asked'>;
  readonly clock: ControlClock;
  readonly generator: Generator;
  readonly users: HeldUsers;
  readonly consent: Consent;
  /** Who it is now. @throws while it cannot know that it is still counted on */
  me(): { readonly id: string; readonly signal: AbortSignal };
}

/** @returns does one task; it remembers how much was sent, for ceilings */
export function taskDoer(parts: TaskParts): (data: unknown) => Promise<TaskReply> {
  const { clock, generator, users, consent } = parts;
  let sent = 0;
  return async (data) => {
    const task = Task.parse(data);
    const { id, signal } = parts.me();
    if (task.to !== id) throw new Error('its task was for the agent that it was before it was away');
    const requests = assertConsent(task, consent, sent);
    if (task.kind === 'sign-in') {
      await Promise.all([users.prepare(task, signal), clock.read()]);
      return { signedIn: task.users.length };
    }
    const job = { ...task.job, users: users.of(task.users) } as LoadJob;
    const shard = { ...task.shard, startAtMs: clock.toHost(task.startAt) };
    await claim(task, parts.control, id);
    const lateMs = hostMs() - shard.startAtMs;
    if (lateMs > 0) return { lateMs: Math.ceil(lateMs) };
    sent += requests;
    const { users: left, ...result } = await generator.run({ ...job, shard }, signal);
    users.keep(task.users, left);
    return { result, turns: left.map(({ turn = 0 }) => turn) };
  };
}

/** A queue may deliver twice: whoever comes second does nothing, and the block learns of it. */
async function claim({ run, block, shard }: Task, { asked }: TaskParts['control'], id: string): Promise<void> {
  const key = controlKeys.claim(run, block, shard.index);
  if ((await asked.set(key, id, 'PX', claimMs, 'NX')) === 'OK') return;
  const doubled = controlKeys.doubled(run, block);
  await asked.multi().rpush(doubled, String(shard.index)).pexpire(doubled, claimMs).exec();
  throw new Error(`shard ${shard.index} of block ${block} was delivered a second time`);
}

const claimMs = 120_000;
