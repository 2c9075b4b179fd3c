import type { Protocol, Scheme, Step, StepName, Traits } from '../servers/scheme.ts';
import type { Settings } from '../servers/settings.ts';
import type { Ceilings } from './ceilings.ts';
import type { Declared, Lifetimes } from './declared.ts';
import type { Credential, Facts, How, HttpRequest, RawReply, Reply, User } from './exchange.ts';
import type { Hooks } from './hooks/hooks.ts';

export interface StageTarget {
  readonly scheme: Scheme['id'];
  readonly traits: Traits;
  readonly protocol: Protocol;
  readonly settings: Settings;
  readonly instances: number;
  /** The program that spreads requests that name no instance, in the order in which they reach it; absent where the bench does. */
  readonly balancer?: string;
  /** Whoever uses it does so without TLS, as its owner says. */
  readonly plainHttp?: true;
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
  /** The request that `perform` would send, or a step that leads to it, to be changed or raced. */
  request(step: StepName | Step, how?: How): HttpRequest;
  /**
   * Sends anything at all. What a key has proven is proven anew for what the request is now, as its holder does, unless it
   * is `captured`.
   * @param how `step`: which one its answer is to be read as, to learn whom it speaks for
   */
  send(
    request: HttpRequest,
    how?: Pick<How, 'instance' | 'mayBeSilent' | 'captured'> & { readonly step?: StepName },
  ): Promise<Reply>;
  /**
   * Writes these bytes as they are to a connection of its own, for requests that no client would agree to send.
   * @param how `patienceMs`: how long the first answer is waited for, where it may come late
   */
  raw(bytes: string, how?: Pick<How, 'instance' | 'mayBeSilent'> & { readonly patienceMs?: number }): Promise<RawReply>;
  /**
   * Opens every connection, sends all but the last byte, then releases all last bytes together.
   * @param entries each with what its client holds, where it matters what an answer makes of that
   */
  race(
    entries: readonly { request: HttpRequest; instance?: number; as?: Credential }[],
    how?: Pick<How, 'mayBeSilent' | 'captured'>,
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
