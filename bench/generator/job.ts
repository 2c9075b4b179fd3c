import type { LoadScenario, VirtualUser } from '../../scenarios/kinds/load.ts';
import type { Protocol, StepName } from '../../servers/scheme.ts';
import type { Signer } from '../../servers/signer.ts';
import type { Rate } from './arrivals.ts';

/** One block of load, as plain data: what the generator process is told. Times are in ms. */
export type LoadJob = OpenJob | ClosedJob;

interface Job {
  readonly scenario: LoadScenario['id'];
  readonly protocol: Protocol;
  /** The one that the protocol names, found where the job is done: a function goes to no other process. */
  readonly signer?: Signer | undefined;
  /** What the Host header names. */
  readonly authority: string;
  /** The origin that pages of the target have; the https origin of that host where absent. */
  readonly publicOrigin?: string;
  /** Base URLs of the instances, `http://127.0.0.1:port`. */
  readonly origins: readonly string[];
  readonly users: readonly VirtualUser[];
  /** What each user does one after the other; the scenario's one step where absent. */
  readonly cycle?: readonly StepName[];
  /** Keep-alive connections over all instances, opened before the first arrival. */
  readonly connections: number;
  /** Load of the same kind, straight before the measured block and in no figure. */
  readonly warmUpMs: number;
  readonly durationMs: number;
  /** A request without its whole answer after this time has failed. */
  readonly timeoutMs: number;
  /** Absent where one generator does all of it. */
  readonly shard?: Shard;
}

/** The part that one of several generators does of a job, with its own users and connections: arrivals `index`, `index + of`, … */
export interface Shard {
  readonly index: number;
  readonly of: number;
  /** When all of them begin, on the clock of `hostMs`. */
  readonly startAtMs: number;
}

/** Arrivals come at their own times, however slow the target is, and go to its instances in turn. */
export interface OpenJob extends Job {
  readonly executor: 'open';
  readonly rate: Rate;
  /** Arrivals that may wait for a connection or a user; one more is dropped, and counted. */
  readonly queueLimit: number;
}

/** Each connection sends its next request when its last one was answered: finds capacity, says nothing about latency. */
export interface ClosedJob extends Job {
  readonly executor: 'closed';
  /** An engine that others wrote, as an independent check; our own where absent. */
  readonly engine?: 'autocannon';
  /** In no figure, so that it may run beside other jobs. */
  readonly unmeasured?: true;
}

/** Moments of the measured block. */
export type Edge = 'start' | 'end';

export interface LoadResult extends Block {
  /** User and system time of the generator process during the block, from getrusage(2). */
  readonly generatorCpuUs: number;
  /** How late each tick of its event loop was. */
  readonly loopDelay: string;
  /** With the credentials that the block left them. */
  readonly users: readonly VirtualUser[];
  /** What each did, where several generators did it together. */
  readonly parts?: readonly Part[];
}

/** What one of several generators did of a block. */
export interface Part {
  readonly by: string;
  readonly counts: Counts;
  readonly ports: readonly number[];
  /** When its first arrival was due, on the clock of `hostMs` where the results are put together. */
  readonly firstDueAtMs: number;
  /** How much later than that of the first of them its first request came, as the target saw it; undefined where it did not see. */
  readonly skewMs?: number | undefined;
  /** Why the whole block cannot be used, each in words. */
  readonly wrong: readonly string[];
}

/** What a block of load came to. Histograms are in µs, base64 of HdrHistogram V2 (`decode` in histogram.ts). */
export interface Block {
  readonly counts: Counts;
  /** The completed ones, by the step that each was. */
  readonly steps: Readonly<Partial<Record<StepName, number>>>;
  /** What was wrong with the failed ones, by reason. */
  readonly failures: Readonly<Record<string, number>>;
  /** From the start of the block to its last answer, at least `durationMs`. */
  readonly elapsedMs: number;
  /**
   * From the first to the last completed request, by when they were due and by when answers like theirs were done: the
   * second is longer where answers come later and later, and not where a single one does.
   */
  readonly span: RequestTimes;
  /** Requests that were answered in this job, before the block too. */
  readonly answered: number;
  /** Of completed requests, from the intended send time. Absent in a closed loop, which has none. */
  readonly latency: string | undefined;
  /** Of completed requests, from the actual send time. */
  readonly service: string;
  /** How late the generator released arrivals. */
  readonly lag: string | undefined;
  /** Undefined where autocannon writes the headers. */
  readonly bytesUp: number | undefined;
  readonly bytesDown: number;
  /** Requests under way, averaged over time. */
  readonly inFlightMean: number;
  /** Of a shard. */
  readonly shard?: ShardRecord;
}

/** What a generator says of its part, to be held against what the others say of theirs. */
export interface ShardRecord {
  /** Of all arrivals of the job, those before the block too, which it sent: `decodeSent`. Of none in a closed loop. */
  readonly sent: string;
  /** Of its part, before the block too. */
  readonly dropped: number;
  /** Its own ends of its connections, by which a target knows it. */
  readonly ports: readonly number[];
  /** When its first arrival was due after the common start. */
  readonly firstDueMs: number;
}

export interface RequestTimes {
  readonly dueMs: number;
  readonly doneMs: number;
}

/** intended = sent + dropped, and sent = completed + failed. */
export interface Counts {
  readonly intended: number;
  readonly sent: number;
  /** Answered, and the answer was right. */
  readonly completed: number;
  readonly failed: number;
  /** Sent, but only after waiting for a connection or a user. */
  readonly late: number;
  /** Never sent: too many were waiting. */
  readonly dropped: number;
}
