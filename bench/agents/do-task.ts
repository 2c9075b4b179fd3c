import { once } from 'node:events';
import type { Generator } from '../generator/generator.ts';
import type { LoadJob } from '../generator/job.ts';
import { hostMs } from '../machine/host-clock.ts';
import type { Role } from './agent-card.ts';
import { assertConsent, type Consent } from './consent.ts';
import type { Control } from './control.ts';
import type { ControlClock } from './control-clock.ts';
import { controlKeys, keptMs, shardName } from './control-keys.ts';
import { doCells } from './do-cells.ts';
import type { HeldUsers } from './held-users.ts';
import type { InstancesHere } from './instances-here.ts';
import { type LoadTask, Task, type TaskReply } from './task.ts';

/** What an agent does tasks with. */
export interface TaskParts {
  readonly control: Pick<Control, 'asked'>;
  readonly clock: ControlClock;
  readonly generator: Generator;
  readonly users: HeldUsers;
  readonly instances: InstancesHere;
  readonly consent: Consent;
  /** What its owner started it for. */
  readonly roles: readonly Role[];
  /** Who it is now. @throws while it cannot know that it is still counted on */
  me(): { readonly id: string; readonly signal: AbortSignal };
}

/** @returns does one task; it remembers how much was sent, for ceilings */
export function taskDoer(parts: TaskParts): (data: unknown) => Promise<TaskReply> {
  const { clock, generator, users, instances, consent, roles } = parts;
  let sent = 0;
  return async (data) => {
    const task = Task.parse(data);
    await isBack(parts.control);
    const { id, signal } = parts.me();
    if (task.to !== id) throw new Error('its task was for the agent that it was before it was away');
    const role = roleOf[task.kind];
    if (!roles.includes(role)) throw new Error(`it was not started for ${role}: --roles ${[...roles, role].join(',')}`);
    if (task.kind === 'cells') return await doCells(task, signal);
    if (task.kind === 'bring-up') return await instances.bringUp(task, signal);
    if (task.kind === 'instances') return await instances.command(task, signal);
    const requests = assertConsent(task, consent, sent);
    // at once: others are under way beside it
    sent += requests;
    if (task.kind === 'sign-in') {
      await Promise.all([users.prepare(task, signal), clock.read()]);
      return { signedIn: task.users.length };
    }
    const job = { ...task.job, users: users.of(task.users) } as LoadJob;
    const shard = { ...task.shard, startAtMs: clock.toHost(task.startAt) };
    await claim(task, parts.control, id);
    const lateMs = hostMs() - shard.startAtMs;
    if (lateMs > 0) {
      sent -= requests;
      return { lateMs: Math.ceil(lateMs) };
    }
    const { users: left, ...result } = await generator.run({ ...job, shard }, signal);
    users.keep(task.users, left);
    return { result, turns: left.map(({ turn = 0 }) => turn) };
  };
}

/** What an agent has to be started for to do a task. */
const roleOf = {
  ...{ 'sign-in': 'load', load: 'load', cells: 'cells' },
  ...{ 'bring-up': 'servers', instances: 'servers' },
} as const satisfies Record<Task['kind'], Role>;

/** The queue may have heard from a control Redis that began anew before others did. */
async function isBack({ asked }: TaskParts['control']): Promise<void> {
  if (asked.status === 'ready') return;
  await once(asked, 'ready', { signal: AbortSignal.timeout(backWithinMs) }).catch(() => {
    throw new Error('the control Redis is away');
  });
}

const backWithinMs = 2_000;

/** A queue may deliver twice: whoever comes second does nothing, and the block learns of it. */
async function claim({ run, block, shard }: LoadTask, { asked }: TaskParts['control'], id: string): Promise<void> {
  const name = shardName(block, shard.index);
  const claims = controlKeys.claims(run);
  const [taken] = await written(asked.multi().hsetnx(claims, name, id).pexpire(claims, keptMs));
  if (taken === 1) return;
  const doubled = controlKeys.doubled(run);
  await written(asked.multi().rpush(doubled, name).pexpire(doubled, keptMs));
  throw new Error(`shard ${shard.index} of block ${block} was delivered a second time`);
}

/** What each command of it answered. @throws what the first that failed did */
async function written(commands: ReturnType<Control['asked']['multi']>): Promise<unknown[]> {
  return ((await commands.exec()) ?? []).map(([error, answer]) => {
    if (error) throw error;
    return answer;
  });
}
