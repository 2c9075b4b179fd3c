import type { Protocol, Scheme, StepName, Traits } from '../servers/scheme.ts';
import type { Settings } from '../servers/settings.ts';
import type { Browser } from './browser.ts';
import type { Ceilings } from './ceilings.ts';
import type { Declared, Lifetimes } from './declared.ts';
import type { Credential, Facts, How, HttpRequest, RawReply, Reply, User } from './exchange.ts';

export interface StageTarget {
  readonly scheme: Scheme['id'];
  readonly traits: Traits;
  readonly protocol: Protocol;
  readonly settings: Settings;
  readonly instances: number;
  /** The program that spreads requests that name no instance, in the order in which they reach it; absent where the bench does. */
  readonly balancer?: string;
  /** What its owner says of it. */
  readonly declared: Declared;
  /** Those in force now. */
  readonly lifetimes: Lifetimes;
  /** Those that it has where no run shortens them. */
  readonly configured: Lifetimes;
  readonly ceilings: Ceilings;
}

/**
 * A scenario's hands. Every exchange is kept in the transcript, with secrets cut. What is not answered is thrown as
 * `Unanswered`, unless the request `mayBeSilent`: no scenario concludes from silence, or from a 503, unawares.
 */
export interface Stage {
  readonly target: StageTarget;
  readonly victim: User;
  readonly attacker: User;
  readonly admin: User;
  /** Further accounts, for scenarios that need many. */
  user(index: number): User;
  /** Signs in and returns what the client then holds. Throws when the login is refused. */
  signIn(user: User, how?: How): Promise<Credential>;
  /** Performs a step of the protocol. A refusal is an answer, not an error. */
  perform(step: StepName, how?: How): Promise<Reply>;
  /** The request that `perform` would send, to be changed or raced. */
  request(step: StepName, how?: How): HttpRequest;
  /** Sends anything at all. */
  send(request: HttpRequest, how?: Pick<How, 'instance' | 'mayBeSilent'>): Promise<Reply>;
  /** Writes these bytes as they are to a connection of its own, for requests that no client would agree to send. */
  raw(bytes: string, how?: Pick<How, 'instance'>): Promise<RawReply>;
  /**
   * Opens every connection, sends all but the last byte, then releases all last bytes together.
   * @param entries each with what its client holds, where it matters what an answer makes of that
   */
  race(
    entries: readonly { request: HttpRequest; instance?: number; as?: Credential }[],
    how?: Pick<How, 'mayBeSilent'>,
  ): Promise<Reply[]>;
  /** The id for which GET me answers, or undefined when it refuses. Never a guess from a status alone. */
  whoAmI(credential: Credential, how?: Pick<How, 'instance'>): Promise<string | undefined>;
  /**
   * Performs a step many times, a few at once on one connection each; the transcript keeps their number alone. For
   * inputs by the thousand, whose single answers nobody will read.
   */
  volley(step: StepName, each: readonly How[]): Promise<Reply[]>;
  /** How much of an open-ended attack this run can afford: guesses, mutations, samples. */
  readonly effort: Effort;
  wait(ms: number): Promise<void>;
  /** Adds a line to the transcript. */
  note(text: string, facts?: Facts): void;
  readonly hooks: Hooks;
  readonly signal: AbortSignal;
  /** Deterministic numbers in [0, 1) from the run's seed. */
  random(): number;
}

export type Effort = 'smoke' | 'quick' | 'standard' | 'full';

/** What lies behind HTTP. A target may lack any of them; a scenario that needs one it lacks is `not-run`. */
export interface Hooks {
  /** Transfers booked for an account, read from the application's database. */
  readonly effects?: (accountId: string) => Promise<number>;
  /**
   * Signs a token with the key that the target was started with. A text is signed as it stands, for JSON that no
   * serializer would write.
   */
  readonly mint?: (header: Facts | string, payload: Facts | string) => Promise<string>;
  /** Starts one more instance, whose clock stands this far from all others. @returns its index. */
  readonly joinSkewed?: (skewMs: number) => Promise<number>;
  /** Starts one more instance, which signs with a fresh key and accepts the present one until then, in ms since 1970. @returns its index. */
  readonly joinRotated?: (until: number) => Promise<number>;
  /** Lets this much time pass at once: for the clocks of all instances, and for what they keep in the store. */
  readonly advance?: (ms: number) => Promise<void>;
  /** What the target's instances have written to their logs so far. */
  readonly logs?: () => Promise<string>;
  /** Faults on instances. */
  readonly kill?: (instance: number) => Promise<void>;
  readonly join?: () => Promise<number>;
  /** Out of the balance, until what is under way is answered and the instance has ended (SIGTERM). */
  readonly drain?: (instance: number) => Promise<void>;
  /** Starts an instance that has ended again, in its place. */
  readonly restart?: (instance: number) => Promise<void>;
  /** Between the two it keeps its connections and does nothing (SIGSTOP, SIGCONT); the balancer goes on sending. */
  readonly freeze?: (instance: number) => Promise<void>;
  readonly thaw?: (instance: number) => Promise<void>;
  /** Draws keys that are to replace the present ones. */
  readonly rotateKeys?: () => Promise<KeyRotation>;
  readonly killStore?: () => Promise<void>;
  /** Starts it again after a kill, with what it keeps. */
  readonly restartStore?: () => Promise<void>;
  /** Between the two its connections stay open and nothing is answered (SIGSTOP, SIGCONT). */
  readonly freezeStore?: () => Promise<void>;
  readonly thawStore?: () => Promise<void>;
  /** How late each byte to and from the store is from now on, in ms. */
  readonly slowStore?: (oneWayMs: number) => Promise<void>;
  /** Resets every connection to the store once. */
  readonly resetStore?: () => Promise<void>;
  /** Between the two nobody reaches the store, which goes on. */
  readonly cutStore?: () => Promise<void>;
  readonly healStore?: () => Promise<void>;
  /** Puts another store in its place, which holds this: what a replica had when it took over. Connections are reset. */
  readonly failOverStore?: (entries: readonly StoreEntry[]) => Promise<void>;
  /** Leaves the store this much memory beyond what it uses, or lets it have all again. */
  readonly limitStore?: (limit?: StoreLimit) => Promise<void>;
  /** Keys that the store has dropped so far since its memory was full. */
  readonly evictedFromStore?: () => Promise<number>;
  /** The store writes a snapshot of what it holds now. */
  readonly snapshotStore?: () => Promise<void>;
  /** All that the store holds, as whoever copies it sees it. */
  readonly readStore?: () => Promise<readonly StoreEntry[]>;
  /** Puts the store back to what `readStore` showed earlier; lifetimes go on from what was left of them then. */
  readonly restoreStore?: (entries: readonly StoreEntry[]) => Promise<void>;
  /** Puts these beside what is there. */
  readonly fillStore?: (entries: Iterable<StoreEntry>) => Promise<void>;
  /** What store and instances hold in memory now. */
  readonly memory?: () => Promise<MemoryUse>;
  /** Commands that the store has carried out so far, without those of this question. */
  readonly storeCommands?: () => Promise<number>;
  /** What a verifier of access tokens is given, as JWK: the secret itself under HS256, else the public key. */
  readonly verifyingKey?: () => Promise<Facts>;
  /** Opens a profile of a real Chromium, used one at a time. */
  readonly browser?: () => Promise<Browser>;
}

/** Both steps are done one instance after the other; each drains it and starts it again. */
export interface KeyRotation {
  /** From now on it also accepts what is signed with the new keys. */
  announce(instance: number): Promise<void>;
  /** From now on it signs with the new keys, and accepts the former until then, in ms since 1970. */
  adopt(instance: number, until: number): Promise<void>;
}

/** In bytes; undefined is what cannot be seen from here. */
export interface MemoryUse {
  /** For keys and what keeping them takes, by the store's own account. */
  readonly storeUsed: number | undefined;
  readonly storeResident: number | undefined;
  /** Of all instances together. */
  readonly serversResident: number | undefined;
}

/** What happens when the memory is used up: writes fail, or any key may go. */
export interface StoreLimit {
  readonly extraBytes: number;
  readonly policy: 'noeviction' | 'allkeys-lru';
}

/**
 * What a store comes back with after a kill: nothing; all that it had answered, by a log of its commands (Redis's
 * append-only file, written before each answer); what its last snapshot holds.
 */
export type StoreKeeps = 'nothing' | 'log' | 'snapshot';

export interface StoreEntry {
  readonly key: string;
  /** A string, or the members of a set. */
  readonly value: string | readonly string[];
  /** What was left of its life, in ms; undefined for one without an end. */
  readonly ttlMs?: number;
}
