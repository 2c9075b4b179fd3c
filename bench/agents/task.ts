import { z } from 'zod';
import { Results } from '../../reports/results/results.ts';
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

const addressed = {
  /** The id of the agent that it is for: one that was away meanwhile is another one. */
  to: z.string(),
  run: z.string(),
};

/** To have users signed in for a job, or to do a part of it. */
const LoadTask = z.object({
  kind: z.enum(['sign-in', 'load']),
  ...addressed,
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
export type LoadTask = z.infer<typeof LoadTask>;

const name = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/);

/** To run scenarios on servers of the agent's own, in a run of their own. */
const CellsTask = z.object({
  kind: z.literal('cells'),
  ...addressed,
  profile: name,
  schemes: z.array(name).min(1),
  suites: z.array(name).min(1),
  scenarios: z.array(name).min(1),
  seed: z.number().int().nonnegative(),
  /** Where its servers keep sessions, as `--store` says it. */
  store: name,
});
export type CellsTask = z.infer<typeof CellsTask>;

/**
 * What an agent is asked to do, by way of the control Redis. The rest is data of the version of authbench that both have.
 */
export const Task = z.discriminatedUnion('kind', [LoadTask, CellsTask]);
export type Task = z.infer<typeof Task>;

/** As it is before it is known who gets it. */
export type Unaddressed = Omit<LoadTask, 'to'> | Omit<CellsTask, 'to'>;

/** What an agent says that it did. */
export interface TaskAnswer {
  readonly result: Omit<LoadResult, 'users'>;
  /** How far each of its users came. */
  readonly turns: readonly number[];
}

/** What an agent's run of scenarios left. */
export const CellsAnswer = Results.pick({ cells: true, samples: true, attacks: true, scaling: true, evidence: true });
export type CellsAnswer = z.infer<typeof CellsAnswer>;

/** That it did, that its users are signed in, or that it came too late to begin with the others, and did nothing. */
export type TaskReply = TaskAnswer | CellsAnswer | { readonly signedIn: number } | { readonly lateMs: number };

export function nameUsers(users: readonly VirtualUser[]): NamedUser[] {
  return users.map(({ user, held, turn = 0 }) => ({ username: user.username, as: held?.as ?? '', turn }));
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
