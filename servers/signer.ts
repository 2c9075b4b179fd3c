/**
 * What a client computes anew for each request, beside what is data: the proof that it holds a key (DPoP, RFC 9449; HTTP
 * message signatures, RFC 9421). A protocol names it by its file in `signers/`, so that the protocol stays data.
 */
export interface Signer {
  /** The file's name. */
  readonly id: string;
  /** Draws the key of one client, as text: it is held, and can be copied, like any other credential. */
  newKey(): string;
  /** @returns the headers that prove the key, for this request once */
  sign(request: Unsigned, key: string): Readonly<Record<string, string>>;
  /**
   * Whether this answer refuses a request only because its proof lacked what the answer hands out: it is then made once
   * more, with that (RFC 9449 §8).
   */
  asksAgain?(answer: Answered): boolean;
}

export interface Answered {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As JSON. */
  readonly body: unknown;
}

/** A request that is complete but for its proof. */
export interface Unsigned {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The origin that it is meant for, whatever address it is sent to. */
  readonly origin: string;
  /** What servers handed out for proofs to state, by its name there. */
  readonly stated: Readonly<Record<string, string>>;
}
