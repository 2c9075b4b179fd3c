import type { Held } from '../../scenarios/kinds/load.ts';
import type { Edge, LoadJob } from '../generator/job.ts';
import { hostMs } from '../machine/host-clock.ts';
import { askAll } from './ask-all.ts';
import { blockEdges } from './block-edges.ts';
import type { BlockAnswers } from './block-result.ts';
import type { Control } from './control.ts';
import type { ControlClock } from './control-clock.ts';
import { controlKeys, shardName } from './control-keys.ts';
import type { Member } from './member.ts';
import { shardJob } from './shard-job.ts';
import { type LoadTask, nameUsers } from './task.ts';

export interface SpreadParts {
  readonly control: Pick<Control, 'asked'>;
  readonly clock: ControlClock;
  readonly run: string;
  /** Passwords of the run's accounts follow from it. */
  readonly seed: string;
}

/** One block that agents are to do together. */
export interface SpreadBlock {
  readonly number: number;
  readonly job: LoadJob;
  readonly target: Held['target'];
  readonly members: readonly Member[];
}

/**
 * Has each agent sign its users in, and then do its shard from a start that all share.
 * @returns what they said, or who came too late to the start, so that the block is to be done again
 * @throws BenchError AB-E401 where one of them does not answer or could not do it, by name; all have come to an end then
 */
export async function spreadBlock(
  { number, job, target, members }: SpreadBlock,
  { control, clock, run, seed }: SpreadParts,
  signal: AbortSignal,
  onBlock: (edge: Edge) => void,
): Promise<BlockAnswers | { readonly late: string }> {
  const of = members.length;
  const tasks = members.map((member, index) => {
    const { users, shard: _, signer: __, ...rest } = shardJob(job, { index, of, startAtMs: 0 });
    return {
      member,
      task: { run, block: number, shard: { index, of }, seed, target, users: nameUsers(users), job: rest },
    };
  });
  const ask = async (kind: LoadTask['kind'], startAt: number, withinMs: number) => {
    const asked = tasks.map(({ member, task }) => ({ member, task: { ...task, kind, startAt } }));
    const replies = await askAll(asked, withinMs, signal);
    return replies.map((reply, place) => ({ agent: members[place]?.card.name ?? '', reply }));
  };
  const askedAt = hostMs();
  await ask('sign-in', 0, signInMs);
  const leadMs = Math.min(Math.max(leastLeadMs, 2 * (hostMs() - askedAt)), mostLeadMs);
  await clock.read();
  const startAt = clock.now() + leadMs;
  const startAtMs = clock.toHost(startAt);
  using edges = blockEdges(job, startAtMs + job.warmUpMs, onBlock);
  const replies = await ask('load', startAt, leadMs + job.warmUpMs + job.durationMs + job.timeoutMs + graceMs);
  edges.end();
  const late = replies.flatMap(({ agent, reply }) =>
    'lateMs' in reply ? [`${agent}: came ${reply.lateMs} ms too late to the common start`] : [],
  );
  if (late.length > 0) return { late: late.join('; ') };
  const twice = await control.asked.lrange(controlKeys.doubled(run), 0, -1);
  const doubled = new Set(members.flatMap((_, shard) => (twice.includes(shardName(number, shard)) ? [shard] : [])));
  const answers = replies.flatMap(({ agent, reply }) => ('result' in reply ? [{ agent, answer: reply }] : []));
  return { answers, startAtMs, doubled };
}

/**
 * From the last word to the common start: a task has to get to each agent, and from there to its generator. Twice what the
 * question before it took, since a busy host keeps both waiting.
 */
const leastLeadMs = 120;
const mostLeadMs = 2_000;
const signInMs = 60_000;
/** For the answer to come back. */
const graceMs = 3_000;
