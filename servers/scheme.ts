import type { ServerOptions } from 'node:http';
import type { Context, Middleware } from 'koa';
import type { Account, Accounts, Role } from './accounts/accounts.ts';
import type { HashingQueue } from './accounts/hashing-queue.ts';
import type { LoginLimit } from './accounts/login-limit.ts';
import type { CookieSigner } from './cookie-keys.ts';
import type { ListedSignIn } from './listed-sign-in.ts';
import type { Settings } from './settings.ts';
import type { Signer } from './signer.ts';
import type { Store } from './store/store.ts';
import type { proofRules } from './tokens/dpop-rules.ts';
import type { TokenFamilies } from './tokens/token-families.ts';

/**
 * A scheme is both ends of one way to stay signed in: the server end (`serve`) and the client end (`protocol`).
 * Shared code never asks for a scheme's id; it asks the traits.
 */
export interface Scheme {
  readonly id: string;
  readonly title: string;
  /** One sentence for an architect: what is kept where. */
  readonly summary: string;
  readonly traits: Traits;
  readonly protocol: Protocol;
  /** A variation of a compared scheme: run when it is named, and by attacks that have a surface on it alone. */
  readonly variant?: true;
  /** Settings that suit this scheme where nothing else is asked. */
  readonly defaults?: Partial<Settings>;
  serve(parts: Parts): AuthServer | Promise<AuthServer>;
}

export interface Traits {
  /** How the credential of an ordinary request travels. */
  readonly transport: 'cookie' | 'bearer';
  /** Which requests a browser signs by itself, and can therefore be tricked into making (CSRF). */
  readonly ambient: 'every-request' | 'renewal' | 'never';
  /**
   * What an ordinary request presents: a reference to server state, a self-contained signed statement (a JWT), or a sealed
   * one, which the server alone can make and read.
   */
  readonly credential: 'reference' | 'self-contained' | 'sealed';
  /** How a sign-in outlives its first credential: by use, by refresh tokens that replace each other, or by one that stays. */
  readonly renewal: 'sliding' | 'rotation' | 'unrotated' | 'none';
  /**
   * When ending a sign-in reaches an ordinary request: at once, within the `lagMs` of the settings, or when the credential
   * ends by itself. Within a lag only what reads may be answered: what changes state, or needs a role, knows at once.
   */
  readonly revocation: 'immediate' | 'within-lag' | 'at-expiry';
  /** Which requests ask the shared store; `when-stale`: those for which nothing is known that is younger than `lagMs`. */
  readonly store: 'every-request' | 'when-stale' | 'renewal' | 'never';
  /** How all sign-ins of an account end at once: by a list of them where absent, or by a date before which none is good. */
  readonly endsAllBy?: 'date';
  /** What credentials are bound to, so that a copy is worth nothing without it (RFC 9449); whoever holds them where absent. */
  readonly bound?: 'key';
  /** What is asked in the name of whoever is signed in, with tokens that never leave the server (RFC 10017 §6.1). */
  readonly behind?: 'resource-server';
}

/** What a scheme is built from. A weakness swaps one of these, or one method of the server built from them. */
export interface Parts {
  readonly settings: Settings;
  readonly accounts: Accounts;
  readonly store: Store;
  /** Where identifiers take their random bytes from; node:crypto where absent. */
  readonly draw?: (bytes: number) => Buffer;
  /** What signs cookies with a key; node:crypto where absent. */
  readonly cookieSigner?: (key: string) => CookieSigner;
  /** How refresh tokens are kept; a record for each family where absent. */
  readonly families?: (parts: Parts) => TokenFamilies;
  /** What is asked of proofs; all that RFC 9449 asks where absent. */
  readonly proofs?: typeof proofRules;
}

/** Who a request speaks for. `session` names the sign-in where the server knows it. */
export interface Principal {
  readonly id: string;
  readonly role: Role;
  readonly session?: string;
}

/** What stands before the routes of each kind, whatever their paths are. */
export interface Guard {
  /** Those that begin, renew or end a sign-in: with the cookie that keeps it, where there is one. */
  readonly signIns?: Middleware;
  /** All others that speak for somebody. */
  readonly requests?: Middleware;
}

/** The server end. Everything else of the application is the same in every arm. */
export interface AuthServer {
  /** How HTTP is parsed; Node's own strictness where absent, which only a weakened server gives up. */
  readonly http?: ServerOptions;
  /** Runs before the router, for every path there is. Only a weakened server has one. */
  readonly front?: Middleware;
  /** Where accounts are looked up and changed; those of the application where absent, which only a weakened server changes. */
  readonly accounts?: Accounts;
  /** How failed logins are counted; as the settings say where absent, which only a weakened server is without. */
  readonly logins?: LoginLimit;
  /** How passwords wait for each other; as the settings say where absent, which only a weakened server is without. */
  readonly hashing?: HashingQueue;
  /** Refuses a state change that a page of another origin may have asked for (CWE-352), where a browser signs requests. */
  readonly guard?: Guard;
  /** Runs before every route that may speak for somebody, where the scheme needs it. */
  readonly middleware?: Middleware;
  /** The `WWW-Authenticate` value for a request without a valid credential (RFC 9110 §11.6.1, RFC 6750 §3). */
  readonly challenge: string;
  /** Whom the request speaks for, or undefined. Throws only when the store cannot answer. */
  authenticate(ctx: Context): Promise<Principal | undefined>;
  /** Starts a sign-in and returns what the answer's body carries of it (RFC 6749 §5.1 names). */
  signIn(ctx: Context, account: Account): Promise<Record<string, unknown>>;
  /** POST /refresh; absent where the scheme has no such step. Throws `HttpError` when refused. */
  renew?(ctx: Context): Promise<Record<string, unknown>>;
  /** Ends the sign-in of this request as far as the scheme can. */
  signOut(ctx: Context): Promise<void>;
  /**
   * Ends all sign-ins of an account as far as the scheme can. The one of the request `except` goes on, under a new
   * credential: a copy of the old one is ended too (ASVS 7.2.4). One that was ended while its request was under way does not.
   * @returns what the answer's body carries of that credential
   * @throws HttpError 401 where that sign-in had been ended, once all others are
   */
  endAll(accountId: string, except?: Context): Promise<Record<string, unknown> | undefined>;
  /** The sign-ins of an account that go on; absent where nothing on the server knows of each. */
  list?(ctx: Context, accountId: string): Promise<readonly ListedSignIn[]>;
  /** Ends one that `list` names. @returns whether the account had one of that name */
  endOne?(accountId: string, name: string): Promise<boolean>;
  /** What a changed role does to sign-ins under way; absent where nothing can be done, or where renewal reads the role. */
  roleChanged?(accountId: string): Promise<void>;
  /**
   * Writes to the sign-in of this request, as a real application does late in a slow request; absent where nothing is kept.
   * @returns how many writes it then holds, this one among them, where it counts them
   */
  touch?(ctx: Context): Promise<unknown>;
  /** The public keys of what this server signs, for verifiers elsewhere (RFC 7517 §5); absent where there are none. */
  publicKeys?(): unknown;
  /** Resolves when the server could answer an ordinary request now; absent where it always can. */
  ready?(): Promise<void>;
  /** Gives back what it opened beside the store, once no request needs it. */
  close?(): Promise<void>;
}

/**
 * The client end, as data: all that a driver needs to know of a server over HTTP. Templates in `path`, `json`, `form`
 * and `headers` are `{{username}}`, `{{password}}`, `{{basic}}` (RFC 7617), `{{totp}}`, `{{origin}}`, `{{credential.NAME}}`,
 * `{{cookie.NAME}}`, `{{cookie-decoded.NAME}}`, constants, what earlier steps of a conversation saved, and the names a step says it takes.
 */
export interface Protocol {
  readonly credentials: Readonly<Record<string, CredentialSpec>>;
  readonly steps: { readonly login: Step; readonly me: Step } & Readonly<Partial<Record<StepName, Step>>>;
  /** What else templates may name, by the same name for everybody: `env.CLIENT_SECRET`. Never shown. */
  readonly constants?: Readonly<Record<string, string>>;
  /** The same by the name of a user; `totpSecret`, in base32, is for `{{totp}}` (RFC 6238). */
  readonly ofUsers?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Where public keys are published; `/.well-known/jwks.json` where absent. */
  readonly publicKeys?: string;
  /** What signs each request, where credentials are not all that it carries: a file of `signers/`. */
  readonly signer?: Signer['id'];
}

export type StepName =
  | 'login'
  | 'me'
  | 'transfer'
  | 'effect'
  | 'refresh'
  | 'logout'
  | 'logoutAll'
  | 'password'
  | 'admin'
  | 'disable'
  | 'enable'
  | 'setRole'
  | 'payout'
  | 'signIns'
  | 'endSignIn'
  | 'endSignIns'
  | 'addUser'
  | 'deleteUser'
  | 'slow'
  | 'visit'
  | 'reset';

export interface CredentialSpec {
  /** A companion says nothing about who asks, but has to travel along: the cookie half of a CSRF token. */
  readonly role: 'session' | 'access' | 'refresh' | 'companion';
  /** Where an answer hands it out; cookies are read from `Set-Cookie` under the names of `in.cookies`. */
  readonly from:
    | 'set-cookie'
    | { readonly json: string }
    | { readonly header: string }
    // what nobody hands out: made of what a user knows, as `Basic {{basic}}` is, once a login was answered as done
    | { readonly template: string };
  readonly in:
    | { readonly cookies: readonly string[] }
    | { readonly header: string; readonly prefix: string }
    | { readonly field: string }
    // what the signer's proof states of it, under this name
    | { readonly proof: string };
}

/** What a JSON body may hold; texts in it are templates. */
export type JsonTemplate =
  | string
  | number
  | boolean
  | null
  | readonly JsonTemplate[]
  | { readonly [name: string]: JsonTemplate };

export interface Step {
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly json?: Readonly<Record<string, JsonTemplate>>;
  /** A body of `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Names of the credentials the request carries. */
  readonly carries: readonly string[];
  /** Statuses that mean it was done. */
  readonly ok: readonly number[];
  /** Where the answer names the account it acted for: a path into its JSON, or any other place of `save`. */
  readonly subject?: string;
  /** What stands there for whoever is not signed in. */
  readonly nobody?: string;
  /**
   * Texts of the answer that later steps of the conversation need, by name: `json:a.b`, `header:name`, `location` (the
   * path it leads to), `query:name` (of the location), `cookie:name` or `regex:…(…)…` on the body.
   */
  readonly save?: Readonly<Record<string, string>>;
  /** Of a renewal that puts another refresh token in place of the spent one, as it is promised. */
  readonly rotates?: true;
  /** Steps that lead to this one, in order. Cookies of their answers travel on to the end of the conversation. */
  readonly before?: readonly Step[];
}
