import { setTimeout as delay } from 'node:timers/promises';
import type { LoadScenario, VirtualUser } from '../../scenarios/kinds/load.ts';
import { hostMs } from '../machine/host-clock.ts';
import { type Connection, openConnection } from './connection.ts';
import { createIteration } from './iteration.ts';
import type { Block, ClosedJob, Edge } from './job.ts';
import { createOccupancy, type Occupancy } from './occupancy.ts';
import { type BlockTally, createTally } from './tally.ts';

/** Of the block that is counted now. */
interface Counters {
  readonly tally: BlockTally;
  readonly occupancy: Occupancy;
}

/**
 * Closed loop: finds capacity. Each connection sends its next request in the turn in which the last one was answered, and
 * has its own instance and its own users, so that routing is sticky. A request counts for the block in which its answer
 * came: all that a server did in the block is in its figure, and nothing else.
 * @param onBlock called around the measured block.
 */
export async function runClosed(
  job: ClosedJob,
  scenario: LoadScenario,
  onBlock: (edge: Edge) => void,
  signal: AbortSignal,
): Promise<Block> {
  signal.throwIfAborted();
  if (job.shard) await passed(job.shard.startAtMs - hostMs(), signal);
  const iteration = createIteration(job, scenario);
  /** More would make a user do more at once than the scenario allows. */
  const count = Math.min(job.connections, job.users.length * scenario.perUser);
  const unmeasured: Counters = { tally: createTally(performance.now()), occupancy: createOccupancy() };
  let counters = unmeasured;
  let over = false;
  let underWay = 0;
  const occupancy: Pick<Occupancy, 'begin' | 'end'> = {
    begin() {
      underWay += 1;
      counters.occupancy.begin();
    },
    end() {
      underWay -= 1;
      counters.occupancy.end();
    },
  };

  const startLoop = (index: number): Connection => {
    const users = dealt(job.users, index, count);
    let turn = 0;
    /** Who was asked to make their request once more, and since when they wait for its answer. */
    let again: { readonly user: VirtualUser; readonly sentAt: number } | undefined;
    const sendNext = (connection: Connection) => {
      if (over) return;
      const { user, sentAt } = again ?? {
        user: users[turn++ % users.length] as VirtualUser,
        sentAt: performance.now(),
      };
      again = undefined;
      const step = iteration.step(user);
      const request = iteration.bytes(user);
      connection.send(request, occupancy, (answer) => {
        if (over) return;
        const at = performance.now();
        if (iteration.asksAgain(user, { ...answer, ms: at - sentAt })) {
          again = { user, sentAt };
          return;
        }
        const wrong = iteration.settle(user, { ...answer, ms: at - sentAt });
        const { tally } = counters;
        tally.sent(request.length, false);
        if (wrong === undefined) tally.completed(step, sentAt, sentAt, at, answer.bytes);
        else tally.failed(wrong, at, answer.bytes);
      });
    };
    const { hostname, port } = new URL(job.origins[index % job.origins.length] as string);
    return openConnection({ hostname, port: Number(port) }, job.timeoutMs, sendNext);
  };
  const connections = Array.from({ length: count }, (_, index) => startLoop(index));
  try {
    await passed(job.warmUpMs, signal);
    const startAt = performance.now();
    counters = { tally: createTally(startAt), occupancy: createOccupancy() };
    for (let i = 0; i < underWay; i += 1) counters.occupancy.begin();
    onBlock('start');
    const ports = connections.flatMap(({ localPort }) => localPort ?? []);
    await passed(job.durationMs, signal);
    over = true;
    const areaMs = counters.occupancy.areaMs();
    const result = counters.tally.result(performance.now() - startAt);
    const inFlightMean = areaMs / result.elapsedMs;
    onBlock('end');
    const answered = result.counts.completed + unmeasured.tally.result(0).counts.completed;
    const shard = job.shard && { sent: '', dropped: 0, ports, firstDueMs: 0 };
    return { ...result, answered, inFlightMean, latency: undefined, lag: undefined, ...(shard && { shard }) };
  } finally {
    over = true;
    for (const connection of connections) connection.destroy('closed by the generator');
  }
}

/** The users of one connection: no other connection has them while there are enough. */
export function dealt(users: readonly VirtualUser[], connection: number, connections: number): VirtualUser[] {
  const dealer = Math.min(users.length, connections);
  return users.filter((_, index) => index % dealer === connection % dealer);
}

/** Rejects with the signal's reason. */
async function passed(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}
