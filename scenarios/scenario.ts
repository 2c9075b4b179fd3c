import type { Protocol, Scheme, StepName, Traits } from '../servers/scheme.ts';
import type { Settings } from '../servers/settings.ts';
import type { Weakness } from '../servers/weakness.ts';

/** A scenario acts on a target that is up and leaves evidence. It reaches the target by HTTP, through its stage. */
export type Scenario = LoadScenario | Attack | ScalingScenario | LifecycleScenario;

interface Described {
  /** The file's name. */
  readonly id: string;
  readonly title: string;
  /** The question of an architect that this answers, in one sentence. */
  readonly question: string;
  /** True, or why the scheme has no such surface. */
  appliesTo(traits: Traits): true | string;
}

/* ---------------------------------------------------------------- what a scenario is given */

/** Plain JSON: what was seen, without a secret. */
export type Facts = Readonly<Record<string, unknown>>;

export interface Target {
  readonly scheme: Scheme['id'];
  readonly traits: Traits;
  readonly protocol: Protocol;
  readonly settings: Settings;
  readonly instances: number;
}

export interface User {
  readonly id: string;
  readonly username: string;
  readonly password: string;
}

/** One copyable thing that a client holds: cookie values or a token, by name. */
export interface Artefact {
  readonly role: 'session' | 'access' | 'refresh';
  readonly values: Readonly<Record<string, string>>;
}

/** Everything a client holds after a sign-in, by the protocol's credential names. A plain value: copying it is stealing it. */
export type Credential = Readonly<Record<string, Artefact>>;

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Reply {
  /** 0 when no answer came; `failure` then says why. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: unknown;
  readonly failure?: string;
  /** Whom the answer speaks for (the step's `subject`), undefined when it names nobody. */
  readonly subject?: string;
  /** The asked credential with whatever this answer handed out replaced in it. */
  readonly credential: Credential;
  readonly ms: number;
}

export interface How {
  readonly as?: Credential;
  /** Which instance answers; by the routing policy where absent. */
  readonly instance?: number;
  /** Values for the step's templates. */
  readonly values?: Readonly<Record<string, string>>;
  /** Added to, or replacing, the step's own headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back on one connection. */
export interface RawReply {
  /** Of every answer, in order: more than one where the server saw more than one request. */
  readonly statuses: readonly number[];
  readonly text: string;
  /** Whether the server ended the connection. */
  readonly closed: boolean;
}

/** A scenario's hands. Every exchange is kept in the transcript, with secrets cut. */
export interface Stage {
  readonly target: Target;
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
  send(request: HttpRequest, how?: Pick<How, 'instance'>): Promise<Reply>;
  /** Writes these bytes as they are to a connection of its own, for requests that no client would agree to send. */
  raw(bytes: string, how?: Pick<How, 'instance'>): Promise<RawReply>;
  /** Opens every connection, sends all but the last byte, then releases all last bytes together. */
  race(entries: readonly { request: HttpRequest; instance?: number }[]): Promise<Reply[]>;
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
  /** Starts one more instance, which signs with a fresh key and accepts the present one for `acceptedMs`. @returns its index. */
  readonly joinRotated?: (acceptedMs: number) => Promise<number>;
  /** What the target's instances have written to their logs so far. */
  readonly logs?: () => Promise<string>;
  /** Faults on instances. */
  readonly kill?: (instance: number) => Promise<void>;
  readonly join?: () => Promise<number>;
  readonly killStore?: () => Promise<void>;
  /** Starts it again after a kill, empty. */
  readonly restartStore?: () => Promise<void>;
  /** Between the two its connections stay open and nothing is answered (SIGSTOP, SIGCONT). */
  readonly freezeStore?: () => Promise<void>;
  readonly thawStore?: () => Promise<void>;
  /** All that the store holds, as whoever copies it sees it. */
  readonly readStore?: () => Promise<readonly StoreEntry[]>;
  /** Puts the store back to what `readStore` showed earlier; lifetimes go on from what was left of them then. */
  readonly restoreStore?: (entries: readonly StoreEntry[]) => Promise<void>;
  /** Commands that the store has carried out so far, without those of this question. */
  readonly storeCommands?: () => Promise<number>;
  /** What a verifier of access tokens is given, as JWK: the secret itself under HS256, else the public key. */
  readonly verifyingKey?: () => Promise<Facts>;
  /** Opens a profile of a real Chromium, used one at a time. */
  readonly browser?: () => Promise<Browser>;
}

export interface StoreEntry {
  readonly key: string;
  /** A string, or the members of a set. */
  readonly value: string | readonly string[];
  /** What was left of its life, in ms; undefined for one without an end. */
  readonly ttlMs?: number;
}

/* ---------------------------------------------------------------- a real browser */

/** Whose page it is: the application's own, that of another subdomain of the same site, or that of a stranger. */
export type Site = 'app' | 'sibling' | 'foreign';

/** One profile of a real browser. It shares no cookie, storage or cache with another one; disposing it closes its tabs. */
export interface Browser extends AsyncDisposable {
  /** The application's is that of the target; the two others answer every GET with an empty page. */
  readonly origins: Readonly<Record<Site, string>>;
  /** Opens a tab at a site: at the application's page, or the given path of it. */
  open(site: Site, path?: string): Promise<Tab>;
  /** Visits a page of this host that sets cookies, one `Set-Cookie` line each. Cookies know no ports (RFC 6265 §8.5). */
  plant(host: Site, setCookie: readonly string[]): Promise<void>;
  /** The cookies that the application would be sent by its own page, in no order. */
  cookies(): Promise<readonly { readonly name: string; readonly value: string }[]>;
  /** Where a script sends what it takes: a page of the stranger that keeps what is posted to it. */
  readonly collector: string;
  collected(): readonly string[];
}

export interface Tab {
  /** Goes to a page of a site, as `open` does; stays where it is already there. */
  go(site: Site, path?: string): Promise<void>;
  /** What the back button does. */
  back(): Promise<void>;
  /** A step of the protocol, by `fetch` in this page: the browser adds cookies by itself, and shows the page none. */
  perform(step: StepName, how?: Omit<How, 'instance'>): Promise<Reply>;
  /** Runs the body of an async function in the page; `given` is in its scope. @returns what it returned, as JSON. */
  run(script: string, given?: Facts): Promise<unknown>;
  /** The same for a script that makes the tab go elsewhere. */
  leave(script: string, given?: Facts): Promise<Arrival>;
  /** What this tab has sent to the target, with what the browser did about its cookies. */
  sent(): readonly SentByBrowser[];
  close(): Promise<void>;
}

/** What a tab shows after it went somewhere. */
export interface Arrival {
  readonly status: number;
  readonly text: string;
}

export interface SentByBrowser {
  readonly method: string;
  readonly path: string;
  /** Names of the cookies that went along. */
  readonly carried: readonly string[];
  /** Names of those that stayed behind, with the browser's reason. */
  readonly withheld: Readonly<Record<string, string>>;
  /** 0 while there is no answer. */
  readonly status: number;
}

/* ---------------------------------------------------------------- attacks */

export interface Attack<F extends Facts = Facts> extends Described {
  readonly kind: 'attack';
  /** What the attacker is after, and what he holds before he starts. */
  readonly goal: string;
  readonly precondition:
    | 'copy'
    | 'own-account'
    | 'none'
    | 'web-page'
    | 'sibling-domain'
    | 'injected-script'
    | 'fault'
    | 'dump';
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  readonly references: readonly string[];
  /** The steps, for the report. */
  readonly steps: readonly string[];
  /** Weakened servers that must fall to it in the same run: without a beaten control there is no verdict. */
  readonly controls: readonly Weakness['id'][];
  readonly needs?: Needs;
  /** What theory expects of a sound server of this kind. */
  expected(traits: Traits): 'blocked' | 'window';
  attempt(stage: Stage): Promise<F>;
  /** Pure. */
  judge(facts: F, target: Pick<Target, 'traits' | 'settings'>): Judgement;
}

export interface Needs {
  readonly hooks?: readonly (keyof Hooks)[];
  /** 1 where absent. Attacks that ask for the same server share one. */
  readonly instances?: number;
  readonly settings?: Partial<Settings>;
  /** Accounts of its own, 6 where absent; the third is the bystander of the baselines. */
  readonly users?: number;
  /** Whether it disturbs whoever shares the server: it breaks a part, fills a queue, or counts what all do. */
  readonly alone?: boolean;
}

export interface Judgement {
  readonly outcome: 'blocked' | 'blocked-by-crash' | 'succeeded' | 'window' | 'inconclusive';
  /** One sentence with the number that decided it. */
  readonly because: string;
  readonly tries?: number;
  readonly successes?: number;
  readonly windowMs?: number;
  readonly declaredMs?: number;
  /** The same for each artefact, for the table of windows. */
  readonly windows?: readonly ArtefactWindow[];
}

/** For how long one artefact stayed usable after something that should have ended it. */
export interface ArtefactWindow {
  readonly event:
    | 'logout'
    | 'logout-all'
    | 'password-change'
    | 'user-disabled'
    | 'role-removed'
    | 'theft-detected'
    | 'key-retired';
  readonly artefact: 'session-cookie' | 'access-token' | 'refresh-token';
  /** From the answer to the event to the last use that was accepted; 0 where none was. */
  readonly measuredMs: number;
  /** What the scheme promises at most; 0 where the event should act at once. */
  readonly declaredMs: number;
}

/* ---------------------------------------------------------------- load */

/** A simulated user with its own credential. The executor owns it; a scenario may keep what it needs between iterations. */
export interface VirtualUser {
  readonly user: User;
  credential: Credential;
}

export interface LoadScenario extends Described {
  readonly kind: 'load';
  /** Whether virtual users are signed in before the first arrival. */
  readonly signedIn: boolean;
  /** Whether it is also driven to saturation, for its capacity. */
  readonly saturate: boolean;
  /** One iteration is one request of this step. */
  readonly step: StepName;
  /** Most iterations that one virtual user may have under way; 1 where each builds on the last answer. */
  readonly perUser: number;
  /** What is wrong with the answer, or undefined: a fast refusal must never count as work. */
  check(reply: Reply, user: VirtualUser): string | undefined;
}

/* ---------------------------------------------------------------- scaling */

export type ScalingMode = 'own-memory' | 'sticky' | 'shared' | 'none';

export interface ScalingScenario extends Described {
  readonly kind: 'scaling';
  readonly event: 'none' | 'instance-dies' | 'instance-joins' | 'store-dies';
  appliesToMode(mode: ScalingMode, instances: number): true | string;
  run(stage: Stage): Promise<ScalingFacts>;
}

export interface ScalingFacts {
  /** Ordinary requests of signed-in users, and how many were answered "not signed in". */
  readonly requests: number;
  readonly refused: number;
  /** Requests without a verdict of the application: connection lost, 5xx. */
  readonly failed: number;
  /** Users who had to log in again. */
  readonly lostUsers: number;
  readonly users: number;
  /** Requests of credentials that were never good or had been ended, answered as if good. */
  readonly wronglyAccepted: number;
  /** The same of POST refresh, where the scheme has it. */
  readonly renewals: number;
  readonly renewalsRefused: number;
  /** Renewals without a verdict of the application, as in `failed`. */
  readonly renewalsFailed?: number;
}

/* ---------------------------------------------------------------- lifecycle */

/** What a sign-in goes through between login and end, and what it leaves behind: measured, not attacked. */
export interface LifecycleScenario extends Described {
  readonly kind: 'lifecycle';
  readonly needs?: Needs;
  run(stage: Stage): Promise<LifecycleFacts>;
}

export interface LifecycleFacts {
  /** Become samples of the scenario, one each. Names are dotted and end in nothing that the unit says. */
  readonly measures: Readonly<
    Record<string, { readonly value: number; readonly unit: 'us' | 'ms' | 's' | 'bytes' | 'count' | 'ratio' }>
  >;
  readonly facts: Facts;
}

/* ---------------------------------------------------------------- micro */

/** One primitive, measured alone in a process of its own. Not a scenario: there is no target. */
export interface MicroTask {
  readonly id: string;
  readonly title: string;
  /** `true` where the primitive runs on the thread pool, so that one call at a time would overstate it. */
  readonly concurrent: boolean;
  prepare(context: {
    readonly storeUrl: string | undefined;
  }): Promise<{ run(): unknown; close?(): Promise<void> } | undefined>;
}
