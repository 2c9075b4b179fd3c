import type { Facts } from '../exchange.ts';

/** The keys that a target signs tokens with. */
export interface TokenHooks {
  /**
   * Signs a token with the key that the target was started with. A text is signed as it stands, for JSON that no
   * serializer would write, and so are bytes that are no text.
   * @param algorithm another one that the same key fits
   */
  readonly mint?: (header: Facts | string, payload: Facts | string | Uint8Array, algorithm?: string) => Promise<string>;
  /** What a verifier of access tokens is given, as JWK: the secret itself under HS256, else the public key. */
  readonly verifyingKey?: () => Promise<Facts>;
  /** Starts one more instance, whose keys of tokens and cookies are fresh, and which accepts the present ones until then, in ms since 1970. @returns its index. */
  readonly joinRotated?: (until: number) => Promise<number>;
  /**
   * Starts one more service, which believes tokens under the keys that it fetches from this address, and no others.
   * @param issuer whose keys these are, where it is another one: then it believes ours under ours, as before
   * @returns its index
   */
  readonly joinVerifier?: (jwksUrl: string, issuer?: string) => Promise<number>;
  /** Draws keys that are to replace the present ones. */
  readonly rotateKeys?: () => Promise<KeyRotation>;
}

/** Both steps are done one instance after the other; each drains it and starts it again. */
export interface KeyRotation {
  /** From now on it also accepts what is signed with the new keys. */
  announce(instance: number): Promise<void>;
  /** From now on it signs with the new keys, and accepts the former until then, in ms since 1970. */
  adopt(instance: number, until: number): Promise<void>;
}
