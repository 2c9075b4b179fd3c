import type { LoadScenario, VirtualUser } from '../../scenarios/kinds/load.ts';
import { createRouter } from '../cluster/routing.ts';
import { createRandom } from '../machine/random.ts';
import { type Connection, openConnection } from './connection.ts';
import { createIteration } from './iteration.ts';
import type { OpenJob } from './job.ts';
import type { Occupancy } from './occupancy.ts';
import type { BlockTally } from './tally.ts';

export interface Arrival {
  /** On the clock of `performance.now()`, as every time here. */
  readonly dueAt: number;
  /** The block that counts it, and how busy connections were for that block. */
  readonly tally: BlockTally;
  readonly occupancy: Occupancy;
}

/** Gives each arrival a user, an instance and a connection, or lets it wait for them. */
export interface Dispatch {
  /** Resolves when every connection is open; rejects when that takes longer than a request may. */
  readonly opened: Promise<void>;
  admit(arrival: Arrival): void;
  /** Resolves when no arrival waits or is under way, at the latest after `withinMs`; the rest is then given up. */
  drained(withinMs: number): Promise<void>;
  close(): void;
}

/** A virtual user and how many of its iterations are under way. */
interface Seat {
  readonly user: VirtualUser;
  readonly home: number;
  underWay: number;
}

interface Waiting {
  readonly arrival: Arrival;
  readonly seat: Seat;
}

/** One instance: its idle connections, and the arrivals that found none. */
interface Lane {
  readonly idle: Set<Connection>;
  readonly waiting: Waiting[];
}

export function createDispatch(job: OpenJob, scenario: LoadScenario): Dispatch {
  const iteration = createIteration(job, scenario);
  const seats = job.users.map((user, index): Seat => ({ user, home: index % job.origins.length, underWay: 0 }));
  const lanes = job.origins.map((): Lane => ({ idle: new Set(), waiting: [] }));
  const router = createRouter(
    job.routing,
    () => true,
    () => lanes.length,
    createRandom(job.seed),
  );
  const unseated: Arrival[] = [];
  let turn = 0;
  let queued = 0;
  let underWay = 0;
  let notifyEmpty = () => {};

  const freeSeat = (): Seat | undefined => {
    for (let tried = 0; tried < seats.length; tried++) {
      const seat = seats[turn++ % seats.length];
      if (seat && seat.underWay < scenario.perUser) return seat;
    }
    return undefined;
  };

  const assign = (arrival: Arrival, seat: Seat, late: boolean) => {
    seat.underWay++;
    const lane = lanes[router.route(seat.home)] as Lane;
    const connection = takeReady(lane.idle);
    if (connection) return send(connection, arrival, seat, late);
    queued++;
    lane.waiting.push({ arrival, seat });
  };

  const send = (connection: Connection, { tally, occupancy, dueAt }: Arrival, seat: Seat, late: boolean) => {
    const step = iteration.step(seat.user);
    const request = iteration.bytes(seat.user);
    const sentAt = performance.now();
    tally.sent(request.length, late);
    connection.send(request, occupancy, (answer) => {
      const at = performance.now();
      const wrong = iteration.settle(seat.user, { ...answer, ms: at - sentAt });
      if (wrong === undefined) tally.completed(step, dueAt, sentAt, at, answer.bytes);
      else tally.failed(wrong, at, answer.bytes);
      seat.underWay--;
      leave();
      seatNext(seat);
    });
  };

  const seatNext = (freed: Seat) => {
    const next = unseated.shift();
    if (!next) return;
    queued--;
    assign(next, freed, true);
  };

  const leave = () => {
    if (--underWay === 0) notifyEmpty();
  };

  const giveUp = () => {
    const waiting = [...unseated.splice(0), ...lanes.flatMap((lane) => lane.waiting.splice(0)).map((w) => w.arrival)];
    for (const { tally } of waiting) {
      tally.dropped();
      leave();
    }
    queued = 0;
    for (const connection of connections) connection.destroy('unanswered at the end');
  };

  const connections: Connection[] = [];
  const opened = new Promise<void>((resolve, reject) => {
    const fresh = new Set<Connection>();
    const deadline = setTimeout(() => {
      reject(new Error(`${fresh.size} of ${job.connections} connections opened within ${job.timeoutMs} ms`));
    }, job.timeoutMs);
    for (let i = 0; i < job.connections; i++) {
      const lane = lanes[i % lanes.length] as Lane;
      const onReady = (connection: Connection) => {
        if (fresh.size < job.connections && fresh.add(connection).size === job.connections) {
          clearTimeout(deadline);
          resolve();
        }
        const next = lane.waiting.shift();
        if (next) {
          queued--;
          send(connection, next.arrival, next.seat, true);
        } else lane.idle.add(connection);
      };
      const { hostname, port } = new URL(job.origins[i % lanes.length] as string);
      connections.push(openConnection({ hostname, port: Number(port) }, job.timeoutMs, onReady));
    }
  });

  return {
    opened,
    admit(arrival) {
      if (queued >= job.queueLimit) return arrival.tally.dropped();
      underWay++;
      const seat = freeSeat();
      if (seat) return assign(arrival, seat, false);
      queued++;
      unseated.push(arrival);
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
      for (const connection of connections) connection.destroy('closed by the generator');
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
