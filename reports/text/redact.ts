import { createHash } from 'node:crypto';
import { mapTexts } from './map-texts.ts';

/** A compact JWS with a signature: header and payload stay readable, since they are what is discussed. */
const token = /\b(?<statement>ey[\w-]+\.[\w-]*)\.[\w-]+=*/;
/** Anything that looks like 112 random bits or more: base64url of mixed case with a digit, long hex, a UUID. */
const opaque =
  /(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{19,}(?![\w-])|\b[0-9a-f]{28,}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/;
/** In one pass, so that the readable part of a token is not taken for an id. */
const secret = new RegExp(`${token.source}|${opaque.source}`, 'g');

/**
 * Cuts secrets out of a text: tokens lose their signature, ids and cookies become the first 8 digits of their SHA-256.
 * @param known secrets that nothing tells from other words
 */
export function redactText(text: string, known: Iterable<string> = []): string {
  let cut = text;
  for (const one of known) cut = cut.replaceAll(one, `#${shortDigest(one)}`);
  return cut.replace(secret, (found, statement: string | undefined) =>
    statement === undefined ? `#${shortDigest(found)}` : `${statement}.[signature cut]`,
  );
}

/** The same for every string inside plain JSON. */
export function redact<T>(facts: T, known: Iterable<string> = []): T {
  return mapTexts(facts, (text) => redactText(text, known));
}

/** Eight hex digits that tell two secrets apart and reveal neither. */
export function shortDigest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 8);
}
