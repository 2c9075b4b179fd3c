/** A signed JSON Web Token in compact serialization (RFC 7515 §7.1), taken apart without its key. */
export interface Compact {
  readonly header: Json;
  readonly payload: Json;
  /** base64url, as it stands in the token. */
  readonly signature: string;
}

export type Json = Readonly<Record<string, unknown>>;

/** What a minted token has unlike the genuine one: fields that are added or replaced, undefined ones left out; or a text. */
export interface TokenChanges {
  readonly header?: Json | string;
  readonly payload?: Json | string;
  /** What it is signed with; as a genuine one where absent. */
  readonly algorithm?: string;
}

/** @throws TypeError when it is no signed JWT */
export function readCompact(token: string): Compact {
  const [header, payload, signature] = token.split('.');
  if (!header || !payload || !signature) throw new TypeError('not a signed JWT in compact serialization');
  return { header: JSON.parse(decode(header)), payload: JSON.parse(decode(payload)), signature };
}

/** Header and payload as they are signed (RFC 7515 §5.1). A text is taken as it stands. */
export function signingInput(header: Json | string, payload: Json | string): string {
  const part = (value: Json | string) => encode(typeof value === 'string' ? value : JSON.stringify(value));
  return `${part(header)}.${part(payload)}`;
}

/** Latin-1, so that the bytes of a signature survive the round trip. */
export function encode(text: string): string {
  return Buffer.from(text, 'latin1').toString('base64url');
}

export function decode(part: string): string {
  return Buffer.from(part, 'base64url').toString('latin1');
}
