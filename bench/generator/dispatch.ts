import type { LoadScenario } from '../../scenarios/kinds/load.ts';
import type { Connection } from './connection.ts';
import { createIteration } from './iteration.ts';
import type { OpenJob } from './job.ts';
import type { Occupancy } from './occupancy.ts';
import { openConnections } from './open-connections.ts';
import type { BlockTally } from './tally.ts';
import { type UserSlot, userSlots } from './user-slots.ts';

export interface Arrival {
  /** On the clock of `performance.now()`, as every time here. */
  readonly dueAt: number;
  /** Its place among all arrivals of the job. */
  readonly index: number;
  /** The block that counts it, and how busy connections were for that block. */
  readonly tally: BlockTally;
  readonly occupancy: Occupancy;
}

/** Gives each arrival a user, an instance and a connection, or lets it wait for them. */
export interface Dispatch {
  /** Resolves when every connection is open; rejects when that takes longer than a request may. */
  readonly opened: Promise<void>;
  /** Of its connections, while they are open, the ends on this side. */
  localPorts(): number[];
  admit(arrival: Arrival): void;
  /** Resolves when no arrival waits or is under way, at the latest after `withinMs`; the rest is then given up. */
  drained(withinMs: number): Promise<void>;
  close(): void;
}

interface Waiting {
  readonly arrival: Arrival;
  readonly slot: UserSlot;
  /** When it was sent first, where the server asked for it once more. */
  readonly sentAt?: number;
}

/** One instance: its idle connections, and the arrivals that found none. */
interface Pool {
  readonly idle: Set<Connection>;
  readonly waiting: Waiting[];
}

/**
 * @param onSent hears which arrivals go out
 * @param isOver whether what still waits is not to be sent any more, though there is a connection for it
 */
export function createDispatch(
  job: OpenJob,
  scenario: LoadScenario,
  onSent: (index: number) => void,
  isOver: () => boolean = () => false,
): Dispatch {
  const iteration = createIteration(job, scenario);
  const freeSlot = userSlots(job, scenario.perUser);
  const pools = job.origins.map((): Pool => ({ idle: new Set(), waiting: [] }));
  /** Whose turn it is among instances. */
  let turn = 0;
  /** Arrivals that found no user free. */
  const userless: Arrival[] = [];
  let queued = 0;
  let underWay = 0;
  let notifyEmpty = () => {};

  const assign = (arrival: Arrival, slot: UserSlot, late: boolean) => {
    slot.underWay++;
    const pool = pools[turn++ % pools.length] as Pool;
    const connection = takeReady(pool.idle);
    if (connection) return send(connection, { arrival, slot }, late, pool);
    queued++;
    pool.waiting.push({ arrival, slot });
  };

  const send = (connection: Connection, waiting: Waiting, late: boolean, pool: Pool) => {
    const { arrival, slot } = waiting;
    const { tally, occupancy, dueAt } = arrival;
    if (isOver()) {
      tally.dropped();
      giveUp();
      return leave();
    }
    const step = iteration.step(slot.user);
    const request = iteration.bytes(slot.user);
    const sentAt = waiting.sentAt ?? performance.now();
    if (waiting.sentAt === undefined) {
      tally.sent(request.length, late);
      onSent(arrival.index);
    }
    connection.send(request, occupancy, (answer) => {
      const at = performance.now();
      if (iteration.asksAgain(slot.user, { ...answer, ms: at - sentAt })) {
        queued++;
        pool.waiting.unshift({ arrival, slot, sentAt });
        return;
      }
      const wrong = iteration.settle(slot.user, { ...answer, ms: at - sentAt });
      if (wrong === undefined) tally.completed(step, dueAt, sentAt, at, answer.bytes);
      else tally.failed(wrong, at, answer.bytes);
      slot.underWay--;
      leave();
      const next = userless.shift();
      if (!next) return;
      queued--;
      assign(next, slot, true);
    });
  };

  const leave = () => {
    if (--underWay === 0) notifyEmpty();
  };

  const giveUp = () => {
    const waiting = pools.flatMap((pool) => pool.waiting.splice(0)).map(({ arrival }) => arrival);
    for (const { tally } of [...userless.splice(0), ...waiting]) {
      tally.dropped();
      leave();
    }
    queued = 0;
    for (const connection of connections.all) connection.destroy('unanswered at the end');
  };

  const connections = openConnections(job, (connection, instance) => {
    const pool = pools[instance] as Pool;
    const next = pool.waiting.shift();
    if (!next) return void pool.idle.add(connection);
    queued--;
    send(connection, next, true, pool);
  });

  return {
    opened: connections.opened,
    localPorts: () => connections.all.flatMap(({ localPort }) => localPort ?? []),
    admit(arrival) {
      if (queued >= job.queueLimit) return arrival.tally.dropped();
      underWay++;
      const slot = freeSlot();
      if (slot) return assign(arrival, slot, false);
      queued++;
      userless.push(arrival);
    },
    async drained(withinMs) {
      if (underWay === 0) return;
      const deadline = setTimeout(giveUp, withinMs);
      await new Promise<void>((resolve) => {
        notifyEmpty = resolve;
      });
      clearTimeout(deadline);
    },
    close() {
      for (const connection of connections.all) connection.destroy('closed by the generator');
    },
  };
}

/** The connection that was idle longest and is still open: the use of connections rotates. */
function takeReady(idle: Set<Connection>): Connection | undefined {
  for (const connection of idle) {
    idle.delete(connection);
    if (connection.ready) return connection;
  }
  return undefined;
}
