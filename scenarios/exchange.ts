/** Plain JSON: what was seen, without a secret. */
export type Facts = Readonly<Record<string, unknown>>;

export interface User {
  readonly id: string;
  readonly username: string;
  readonly password: string;
}

/** One copyable thing that a client holds: cookie values, a token, or the key of its signer, by name. */
export interface Artefact {
  readonly role: 'session' | 'access' | 'refresh' | 'companion';
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
  /** The body as it came, where it is no JSON. */
  readonly text?: string;
  readonly failure?: string;
  /** The step of its conversation, from 1, that was answered and did not lead on: what follows it was never sent. */
  readonly stoppedAt?: number;
  /** Whom the answer speaks for (the step's `subject`), undefined when it names nobody. */
  readonly subject?: string;
  /** The asked credential with whatever this answer handed out replaced in it. */
  readonly credential: Credential;
  readonly ms: number;
  /** Texts that earlier answers of its conversation gave to later steps, where it had several. */
  readonly saved?: Readonly<Record<string, string>>;
}

export interface How {
  readonly as?: Credential;
  /** Which instance answers; by the routing policy where absent. */
  readonly instance?: number;
  /** Values for the step's templates. */
  readonly values?: Readonly<Record<string, string>>;
  /** Keeps it out of the transcript: one of hundreds that are counted together. */
  readonly unrecorded?: true;
  /** Whoever looks at missing answers themselves is given them; everybody else would take one for a refusal. */
  readonly mayBeSilent?: true;
  /** Only what leads to the step, and not itself: what its pages say is used once by many servers. */
  readonly leading?: true;
  /** As it went over the wire before: whoever sends it does not hold the key to prove it anew. */
  readonly captured?: true;
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
