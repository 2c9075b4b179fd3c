import type { StoreKeeps } from '../../scenarios/hooks/store.ts';

export type ProviderId = 'url' | 'binary' | 'container' | 'embedded' | 'debian';

/** What every provider is given by who asks for a store. */
export interface ProviderContext {
  /** What it comes back with after a kill; nothing where absent. */
  readonly keeps?: StoreKeeps | undefined;
  readonly signal: AbortSignal;
  /** Takes one line for the user about something that takes long. */
  readonly log: (text: string) => void;
  /** `redis://…` where an address was given, by the command line or by REDIS_URL. */
  readonly address?: string | undefined;
  /** The one host besides this machine that a store may be on. */
  readonly allowRemote?: string | undefined;
}

/** One way to come by a store. Adding one is adding a file and its line in the list of providers. */
export interface Provider {
  readonly id: ProviderId;
  /** How its stores differ from a Redis on this machine, for whoever reads a figure; null where they do not. */
  readonly caveat: string | null;
  /** Cheap to ask, starts nothing. @returns true, or in one phrase why not. */
  available(context: ProviderContext): Promise<true | string>;
  /** @returns a store that accepts connections. Whatever it started ends when it is disposed or this process ends. */
  start(context: ProviderContext): Promise<StoreServer>;
}

export interface StoreServer extends AsyncDisposable {
  readonly url: string;
  /** The path of its Unix socket, where it has one. */
  readonly socket?: string;
  /** Of the process whose CPU and memory are the store's, where it is ours to see. */
  readonly pid: number | undefined;
  /** Drops all keys; by FLUSHDB where absent. */
  flush?(): Promise<void>;
  /** Writes what it comes back with after a kill; absent where it keeps no snapshot. */
  snapshot?(): Promise<void>;
  /** Absent where the store is not ours to kill. */
  readonly faults?: StoreFaults;
}

export interface StoreFaults {
  /** SIGKILL: clients see their connections drop. Resolves when it is dead. */
  kill(): Promise<void>;
  /** Starts it again on the same port, with what it keeps. */
  restart(): Promise<void>;
  /** SIGSTOP: connections stay open and nothing is answered, until it is thawed. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
}
