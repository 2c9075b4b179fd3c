import type { Hooks } from '../../scenarios/hooks/hooks.ts';
import type { ScalingMode } from '../../scenarios/kinds/scaling.ts';
import type { Settings } from '../../servers/settings.ts';
import type { Clocks } from './clocks.ts';
import type { ServerCounts } from './haproxy/counts.ts';
import type { Watched } from './watched.ts';

/** A way to run instances: as processes of this machine, as containers. */
export interface ClusterDriver {
  readonly id: string;
  /** How many proxies stand between clients and its instances, each of which tells whom it saw; none where absent. */
  readonly proxies?: number;
  /** Hooks that its clusters cannot offer, and why. */
  readonly lacks?: Partial<Record<keyof Hooks, string>>;
  /** @throws BenchError AB-E301 when an instance does not get ready; what it printed is part of the message. */
  start(topology: Topology, context: ClusterContext): Promise<Cluster>;
}

/** What a program that is no part of the bench does between clients and instances. */
export interface Balancer {
  readonly id: 'haproxy';
  /** Where it takes requests, to be spread as the topology's mode says. */
  readonly origin: string;
  /** Of its process; undefined where that is not this machine's to see. */
  readonly pid: number | undefined;
  /** What it has counted for each instance so far. */
  counts(): Promise<readonly ServerCounts[]>;
}

/** What to bring up. */
export interface Topology {
  readonly scheme: string;
  readonly weakness?: string;
  readonly variation?: string;
  readonly instances: number;
  readonly mode: ScalingMode;
  readonly settings: Settings;
  /** Slows a request down by this share of its own CPU time; understood where instances are processes of this machine. */
  readonly plantedShare?: number;
  /** The Node.js that runs instances, as a path; the bench's own where absent. Understood there too. */
  readonly node?: string;
  /** Whether instances tell the bench of their event loops and their CPU time; understood there too. */
  readonly watched?: boolean;
  /** What V8 draws its hashes and random numbers from; understood there too, and drawn by each launch where absent. */
  readonly v8Seed?: number;
  /** Whether their clocks can be moved; understood there too. */
  readonly movable?: boolean;
}

export interface ClusterContext {
  /** `redis://…` where the mode shares a store. */
  readonly storeUrl: string | undefined;
  /** Temporary, and of this launch alone. Logs are written beside it: a weakened server may write anything into them. */
  readonly accountsFile: string;
  /** Logs are kept here with secrets cut, one file per instance, once the servers have ended. */
  readonly logFolder: string;
  readonly signal: AbortSignal;
}

/** Instances of one server, each reached by an address of its own. Disposing it ends them all. */
export interface Cluster extends AsyncDisposable {
  /** Base URL by instance; stays the same when an instance dies. */
  readonly origins: readonly string[];
  /** Takes the requests that name no instance, where there is one; else the bench spreads them itself. */
  readonly balancer?: Balancer;
  /**
   * Process ids of the instances that are up; negative where they are of another machine that tells what they use; none
   * where nobody does.
   */
  pids(): number[];
  /** Absent where they do not watch themselves. */
  readonly watched?: Watched;
  /** Absent where they cannot be moved. */
  readonly clocks?: Clocks;
  /** Whether a balancer with health checks would send to it: it is ready, and was neither ended nor told to drain. */
  isUp(instance: number): boolean;
  /** Transfers booked for an account; absent where the file of accounts is this machine's to read. */
  transfers?(accountId: string): Promise<number>;
  /** What all instances have written so far. */
  logs(): Promise<string>;
  /** SIGKILL: the instance has no chance to say goodbye. */
  kill(instance: number): Promise<void>;
  /** Takes it out of the balance, lets it answer what is under way (SIGTERM), and resolves when it has ended. */
  drain(instance: number): Promise<void>;
  /** Starts an instance that has ended again, in its place and at its address. */
  restart(instance: number, options?: InstanceOptions): Promise<void>;
  /** Between the two it keeps its connections and does nothing (SIGSTOP, SIGCONT); no health check notices. */
  freeze(instance: number): Promise<void>;
  thaw(instance: number): Promise<void>;
  /** Starts one more instance. @returns its index. */
  join(options?: InstanceOptions): Promise<number>;
}

/** What one instance has unlike the others. */
export interface InstanceOptions {
  readonly settings?: Settings;
  /** How far its clock stands from theirs. */
  readonly skewMs?: number;
}
