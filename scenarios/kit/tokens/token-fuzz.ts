import fc from 'fast-check';
import { type Json, readCompact } from './compact-token.ts';

export type FuzzKind = 'header' | 'claims' | 'signature' | 'encoding' | 'structure';

/** What was changed, and the result. */
export interface FuzzedToken {
  readonly kind: FuzzKind;
  readonly token: string;
}

/**
 * Tokens that no sound verifier accepts: the genuine one with changes to its header, claims, signature, encoding or
 * structure. One that would still say the same under the same signature is left out, since a decoder may well forgive
 * a spelling.
 * @param claims what the attacker would like to state
 * @param seed the same one gives the same tokens
 */
export function fuzzedTokens(genuine: string, claims: Json, seed: number, count: number): FuzzedToken[] {
  return fc.sample(grammar(genuine, claims), { seed, numRuns: count });
}

function grammar(genuine: string, claims: Json): fc.Arbitrary<FuzzedToken> {
  const { header, payload } = readCompact(genuine);
  const [head = '', body = '', signature = ''] = genuine.split('.');
  const wanted = { ...payload, ...claims };
  const signed = (text: string) => `${head}.${encode(text)}.${signature}`;
  const rules = {
    header: changed(header, headerNames).map((text) => `${encode(text)}.${body}.${signature}`),
    claims: fc
      .oneof(
        { arbitrary: changed(payload, claimNames), weight: 5 },
        { arbitrary: changed(wanted, claimNames), weight: 5 },
        { arbitrary: fc.constant(JSON.stringify(wanted)), weight: 1 },
      )
      .map(signed),
    signature: fc
      .tuple(fc.constantFrom(body, encode(JSON.stringify(wanted))), bytesLike(Buffer.from(signature, 'base64url')))
      .map(([said, bytes]) => `${head}.${said}.${bytes.toString('base64url')}`),
    encoding: respelled(fc.constant(genuine)),
    structure: partsLike([head, body, signature]).map((parts) => parts.join('.')),
  } satisfies Record<FuzzKind, fc.Arbitrary<string>>;
  const kinds = Object.entries(rules).map(([kind, tokens]) =>
    // now and then a second change on top of the first
    fc.oneof({ arbitrary: tokens, weight: 3 }, { arbitrary: respelled(tokens), weight: 2 }).map((token) => ({
      kind: kind as FuzzKind,
      token,
    })),
  );
  return fc.oneof(...kinds).filter(({ token }) => isSendable(token) && meaning(token) !== meaning(genuine));
}

const headerNames = ['alg', 'typ', 'kid', 'crit', 'b64', 'jwk', 'jku', 'x5c', 'cty', 'zip', 'enc', 'p2c', '__proto__'];
const claimNames = ['sub', 'role', 'exp', 'nbf', 'iat', 'iss', 'aud', 'jti', 'scope', '__proto__', 'constructor'];
/** Values of every type of JSON, at their edges. They are written as they stand, since no serializer would. */
const edges = `null true false 0 -0 -1 1 9007199254740993 1e400 -1e400 1E-400 "" "none" "NONE" "HS256" "hs256" "HS512"
  "RS256" "ES256" "PS256" "EdDSA" "Ed25519" "dir" "A256GCM" "admin" "JWT" "at+jwt" "\\u0000" "\\ud800" "../x" [] [[]] {}
  [null] ["admin"] {"a":{"b":{}}} "9999999999" 9999999999 -62135596800 "1970-01-01" [["b64"]] {"kty":"oct","k":""}`
  .trim()
  .split(/\s+/);
const oddities = [
  '=',
  '==',
  '+',
  '/',
  '-',
  '_',
  ' ',
  '\t',
  '%2e',
  '%00',
  '~',
  '.',
  '..',
  ',',
  ';',
  '"',
  '{',
  '}',
  '\\',
  'AAAA',
];

/** JSON text of a record with some members replaced, added, removed or named twice, and now and then cut off. */
function changed(record: Json, names: readonly string[]): fc.Arbitrary<string> {
  const members = Object.entries(record).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  const value = fc.oneof(fc.constantFrom(...edges), fc.json({ maxDepth: 2 }));
  const more = fc.array(
    fc.tuple(fc.constantFrom(...names), value).map(([name, text]) => `${JSON.stringify(name)}:${text}`),
    { maxLength: 2 },
  );
  const kept = fc.subarray(members, { minLength: Math.max(0, members.length - 2) });
  const text = fc.tuple(more, kept, more).map((all) => `{${all.flat().join()}}`);
  const cut = fc.tuple(text, fc.nat(100)).map(([whole, percent]) => whole.slice(0, (whole.length * percent) / 100));
  return fc.oneof({ arbitrary: text, weight: 19 }, { arbitrary: cut, weight: 1 });
}

function bytesLike(bytes: Buffer): fc.Arbitrary<Buffer> {
  const place = fc.nat(bytes.length - 1);
  return fc.oneof(
    fc
      .tuple(place, fc.nat(7))
      .map(([at, bit]) => Buffer.from(bytes.map((byte, i) => (i === at ? byte ^ (1 << bit) : byte)))),
    place.map((at) => bytes.subarray(0, at)),
    place.map((at) => Buffer.concat([bytes, bytes.subarray(0, at + 1)])),
    place.map((at) => Buffer.concat([bytes.subarray(at), bytes.subarray(0, at)])),
    fc.constantFrom(Buffer.alloc(bytes.length), Buffer.alloc(bytes.length, 0xff), Buffer.from(bytes).reverse()),
    fc.uint8Array({ maxLength: 2 * bytes.length }).map((drawn) => Buffer.from(drawn)),
  );
}

/** Parts of a token in any number and order, doubled, cut, repeated or encoded once more. */
function partsLike(parts: readonly string[]): fc.Arbitrary<string[]> {
  const genuine = fc.constantFrom(...parts);
  const part = fc.oneof(
    { arbitrary: genuine, weight: 5 },
    { arbitrary: fc.constant(''), weight: 1 },
    { arbitrary: genuine.map(encode), weight: 1 },
    { arbitrary: fc.tuple(genuine, fc.nat(12)).map(([text, times]) => text.repeat(times)), weight: 1 },
    { arbitrary: fc.tuple(genuine, fc.nat(100)).map(([text, end]) => text.slice(0, end)), weight: 1 },
  );
  return fc.oneof(fc.array(part, { minLength: 3, maxLength: 3 }), fc.array(part, { maxLength: 6 }));
}

/** With something put into it that is no base64url, over up to two characters of it. */
function respelled(tokens: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const latin1 = fc.integer({ min: 0x80, max: 0xff }).map((code) => String.fromCharCode(code));
  return fc
    .tuple(tokens, fc.nat(10_000), fc.oneof(fc.constantFrom(...oddities), latin1), fc.nat(2))
    .map(([token, place, oddity, over]) => {
      const at = place % (token.length + 1);
      return token.slice(0, at) + oddity + token.slice(at + over);
    });
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/** RFC 9110 §5.5: other bytes end the request before any verifier sees them; and a server's header has 16 KiB. */
function isSendable(token: string): boolean {
  return token.length < 8_000 && /^[\t\x20-\x7e\x80-\xff]*$/.test(token);
}

/** What a decoder makes of it that forgives every spelling. */
function meaning(token: string): string {
  const bytes = (part: string) => Buffer.from(part, 'base64url').toString('hex');
  return token.split('.').map(bytes).join('.');
}
