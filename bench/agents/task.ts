import { z } from 'zod';
import type { Held, VirtualUser } from '../../scenarios/kinds/load.ts';
import type { LoadJob, LoadResult } from '../generator/job.ts';

/** A user as a task names it: no password, and nothing that it holds. */
export interface NamedUser {
  readonly username: string;
  readonly as: string;
  readonly turn: number;
}

/** A job but for its users, who are named, and for its shard, which begins by another clock. */
export type TaskJob = Omit<LoadJob, 'users' | 'signer' | 'shard'>;

/**
 * What an agent is asked to do, by way of the control Redis: to have users signed in for a job, or to do its part of it.
 * The rest is data of the version of authbench that both have.
 */
export const Task = z.object({
  kind: z.enum(['sign-in', 'load']),
  /** The id of the agent that it is for: one that was away meanwhile is another one. */
  to: z.string(),
  run: z.string(),
  block: z.number().int(),
  shard: z.object({ index: z.number().int(), of: z.number().int() }),
  /** Passwords of the run's accounts follow from it. */
  seed: z.string(),
  target: z.custom<Held['target']>(isObject),
  users: z.array(z.object({ username: z.string(), as: z.string(), turn: z.number() })),
  job: z.custom<TaskJob>(isObject),
  /** On the clock of the control Redis. */
  startAt: z.number(),
});
export type Task = z.infer<typeof Task>;

/** What an agent says that it did. */
export interface TaskAnswer {
  readonly result: Omit<LoadResult, 'users'>;
  /** How far each of its users came. */
  readonly turns: readonly number[];
}

/** That it did, that its users are signed in, or that it came too late to begin with the others, and did nothing. */
export type TaskReply = TaskAnswer | { readonly signedIn: number } | { readonly lateMs: number };

export function nameUsers(users: readonly VirtualUser[]): NamedUser[] {
  return users.map(({ user, held, turn = 0 }) => ({ username: user.username, as: held?.as ?? '', turn }));
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
