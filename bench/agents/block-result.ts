import type { LoadJob, LoadResult, Part } from '../generator/job.ts';
import { mergeParallel, type PartialResult } from '../load/merge.ts';
import { judgeGenerator } from '../load/metrics.ts';
import { auditLedger } from './ledger.ts';
import type { TaskAnswer } from './task.ts';

/** What agents said of their shards of a block, in the order of these. */
export interface BlockAnswers {
  readonly answers: readonly { readonly agent: string; readonly answer: TaskAnswer }[];
  /** When all of them began, on `hostMs` here. */
  readonly startAtMs: number;
  /** Shards whose tasks came a second time. */
  readonly doubled: ReadonlySet<number>;
}

/** One block of all that agents did, with what is wrong with it by agent. Pure. */
export function blockResult(job: LoadJob, { answers, startAtMs, doubled }: BlockAnswers): LoadResult {
  const audit = auditLedger(
    job,
    answers.map(({ agent, answer }) => ({ agent, record: answer.result.shard ?? nothing })),
  );
  const partials = answers.map(({ agent, answer: { result, turns } }, index): PartialResult => {
    const { counts, shard = nothing } = result;
    const twice = doubled.has(index) ? ['its task was delivered twice, and done once'] : [];
    const wrong = [...judgeGenerator(result), ...(audit.get(agent) ?? []), ...twice];
    const part: Part = { by: agent, counts, ports: shard.ports, firstDueAtMs: startAtMs + shard.firstDueMs, wrong };
    const own = job.users.filter((_, place) => place % answers.length === index);
    const users = own.map((user, place) => ({ ...user, turn: turns[place] ?? user.turn ?? 0 }));
    return { result: { ...result, users }, part };
  });
  return mergeParallel(partials as [PartialResult, ...PartialResult[]]);
}

const nothing = { sent: '', dropped: 0, ports: [], firstDueMs: 0 };
