import { z } from 'zod';
import { Results } from '../../reports/results/results.ts';
import type { Held, VirtualUser } from '../../scenarios/kinds/load.ts';
import type { LoopReport } from '../cluster/watched.ts';
import type { LoadJob, LoadResult } from '../generator/job.ts';
import type { ProcessUsage, Usage } from '../machine/resources.ts';
import type { withoutKeys } from '../targets/own/without-keys.ts';

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
  shard: z.object({ index: z.number().int().min(0), of: z.number().int().min(1) }),
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

/** To run instances of a scheme for the bench to load, with keys of the agent's own. */
const BringUpTask = z.object({
  kind: z.literal('bring-up'),
  ...addressed,
  /** The bench's own name for them. */
  launch: z.number().int(),
  scheme: name,
  instances: z.number().int().min(1).max(64),
  /** Whether they keep sessions in the store that bench and agent share. */
  asksStore: z.boolean(),
  settings: z.custom<ReturnType<typeof withoutKeys>>(isObject),
  v8Seed: z.number().int().optional(),
  /** How many accounts there are, and what their passwords follow from. */
  users: z.number().int().min(1),
  seed: z.string(),
});
export type BringUpTask = z.infer<typeof BringUpTask>;

/** To have these instances watch a stretch of load, to tell of it or of what was booked for an account, or to end. */
const InstancesTask = z.object({
  kind: z.literal('instances'),
  ...addressed,
  launch: z.number().int(),
  command: z.enum(['begin', 'end', 'note-firsts', 'tell', 'booked', 'close']),
  account: z.string().optional(),
});
export type InstancesTask = z.infer<typeof InstancesTask>;

/**
 * What an agent is asked to do, by way of the control Redis. The rest is data of the version of authbench that both have.
 */
export const Task = z.discriminatedUnion('kind', [LoadTask, CellsTask, BringUpTask, InstancesTask]);
export type Task = z.infer<typeof Task>;

/** As it is before it is known who gets it. */
export type Unaddressed =
  | Omit<LoadTask, 'to'>
  | Omit<CellsTask, 'to'>
  | Omit<BringUpTask, 'to'>
  | Omit<InstancesTask, 'to'>;

/** What an agent says that it did. */
export interface TaskAnswer {
  readonly result: Omit<LoadResult, 'users'>;
  /** How far each of its users came. */
  readonly turns: readonly number[];
}

/** What an agent's run of scenarios left. */
export const CellsAnswer = Results.pick({ cells: true, samples: true, attacks: true, scaling: true, evidence: true });
export type CellsAnswer = z.infer<typeof CellsAnswer>;

/** Where its instances listen. */
export interface BroughtUp {
  readonly origins: readonly string[];
}

/** What its instances did, in their order; nothing where one of them does not say. */
export interface InstancesAnswer {
  /** The first request of each connection is on the clock of the control Redis. */
  readonly loops?: readonly LoopReport[];
  /** What the kernel counted, where it counts. */
  readonly processes?: readonly ProcessUsage[];
  readonly machine?: Usage['machine'];
  /** Transfers of the account that was named. */
  readonly booked?: number;
}

/** That it did, that its users are signed in, or that it came too late to begin with the others, and did nothing. */
export type TaskReply =
  | TaskAnswer
  | CellsAnswer
  | BroughtUp
  | InstancesAnswer
  | { readonly signedIn: number }
  | { readonly lateMs: number };

export function nameUsers(users: readonly VirtualUser[]): NamedUser[] {
  return users.map(({ user, held, turn = 0 }) => ({ username: user.username, as: held?.as ?? '', turn }));
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
