import autocannon from 'autocannon';
import type { HttpRequest } from '../../scenarios/exchange.ts';
import type { LoadScenario, VirtualUser } from '../../scenarios/kinds/load.ts';
import type { StepName } from '../../servers/scheme.ts';
import { dealt } from './closed.ts';
import { createIteration, type Iteration } from './iteration.ts';
import type { Block, ClosedJob } from './job.ts';
import { createOccupancy, type Occupancy } from './occupancy.ts';
import { type BlockTally, createTally } from './tally.ts';

/**
 * The same closed loop, driven by an engine that others wrote: an independent check of what our own finds. It takes several
 * times the CPU per request, so that no figure rests on it. Neither its rates (a burst per second), nor its latencies
 * (truncated to ms, shifted by a closed connection), nor its counters are used.
 * @param onBlock called around the measured block.
 */
export async function runAutocannon(
  job: ClosedJob,
  scenario: LoadScenario,
  onBlock: (edge: 'start' | 'end') => void,
  signal: AbortSignal,
): Promise<Block> {
  signal.throwIfAborted();
  const iteration = createIteration(job, scenario);
  /** More would make a user do more at once than the scenario allows. */
  const connections = Math.min(job.connections, job.users.length * scenario.perUser);
  const countedFromNow = (): Counters => ({ tally: createTally(performance.now()), occupancy: createOccupancy() });
  const unmeasured = countedFromNow();
  let counters = unmeasured;
  const loops: Loop[] = [];

  const options = {
    url: job.origins,
    connections,
    duration: (job.warmUpMs + job.durationMs) / 1_000,
    sampleInt: 20,
    timeout: job.timeoutMs / 1_000,
    bailout: 1_000,
    setupClient: (client: autocannon.Client) => {
      const users = dealt(job.users, loops.length, connections);
      loops.push(startLoop(client, users, iteration, () => counters));
    },
  };
  const blockStart = setTimeout(() => {
    onBlock('start');
    counters = countedFromNow();
  }, job.warmUpMs);
  await run(options, signal).finally(() => clearTimeout(blockStart));
  signal.throwIfAborted();
  const endAt = performance.now();
  for (const loop of loops) loop.end(endAt);
  onBlock('end');
  // one in which nothing was answered has lasted too: its rate is 0, and not 0 of no time
  const { completed, failed } = counters.tally.result(0).counts;
  const result = counters.tally.result(completed + failed > 0 ? 0 : job.durationMs);
  const inFlightMean = counters.occupancy.areaMs() / result.elapsedMs;
  const answered = result.counts.completed + unmeasured.tally.result(0).counts.completed;
  return { ...result, answered, inFlightMean, bytesUp: undefined, latency: undefined, lag: undefined };
}

function run(options: object, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    // The published type knows one URL only.
    const load = autocannon(options as autocannon.Options, (error) => (error ? reject(error) : resolve()));
    signal.addEventListener('abort', () => load.stop(), { once: true });
  });
}

interface Loop {
  /** The request under way is neither work nor a failure: the block ended on it. */
  end(at: number): void;
}

/** What a request counts for: that of the block in which it was sent. */
interface Counters {
  readonly tally: BlockTally;
  readonly occupancy: Occupancy;
}

interface UnderWay extends Counters {
  readonly user: VirtualUser;
  readonly step: StepName;
  readonly sentAt: number;
}

/** One connection's own cycle: next user, request, answer. */
function startLoop(
  client: autocannon.Client,
  users: readonly VirtualUser[],
  iteration: Iteration,
  now: () => Counters,
): Loop {
  let turn = 0;
  let underWay: UnderWay | undefined;
  let wrong: string | undefined;
  /** Who was asked to make their request once more. */
  let again: UnderWay | undefined;

  const next = (): autocannon.Request => {
    const sentAt = performance.now();
    // autocannon asks again without an answer only after it lost the connection or waited too long.
    if (underWay) {
      underWay.occupancy.end();
      underWay.tally.failed('no answer', sentAt, 0);
    }
    const user = again?.user ?? (users[turn++ % users.length] as VirtualUser);
    underWay = again ?? { user, step: iteration.step(user), ...now(), sentAt };
    if (!again) underWay.tally.sent(0, false);
    again = undefined;
    underWay.occupancy.begin();
    const { method, path, headers, body } = iteration.request(user);
    return { method: method as Method, path, headers, body };
  };
  const onResponse = (status: number, text: string, _: object, headers: HttpRequest['headers'] = {}) => {
    if (!underWay) return;
    const answer = { status, headers: lowerCase(headers), text, ms: 0 };
    if (iteration.asksAgain(underWay.user, answer)) again = underWay;
    else wrong = iteration.settle(underWay.user, answer);
  };
  client.setRequests([{ setupRequest: next, onResponse: onResponse as never }]);
  client.on('response', (_, bytes) => {
    if (!underWay) return;
    const { step, tally, occupancy, sentAt } = underWay;
    occupancy.end();
    underWay = undefined;
    if (again) return;
    const at = performance.now();
    if (wrong === undefined) tally.completed(step, sentAt, sentAt, at, bytes);
    else tally.failed(wrong, at, bytes);
  });
  return {
    end(at) {
      underWay?.tally.withdrawn(at);
      underWay?.occupancy.withdraw(underWay.sentAt);
    },
  };
}

type Method = NonNullable<autocannon.Request['method']>;

function lowerCase(headers: Readonly<Record<string, string | string[]>>) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
