import { encode, type Json, readCompact } from './compact-token.ts';

/** A token changed at random, by a grammar: what was changed, and the result. */
export interface FuzzedToken {
  readonly kind: FuzzKind;
  readonly token: string;
}

export type FuzzKind = keyof typeof mutations;

/**
 * Endless tokens that no sound verifier accepts: the genuine one with changes to its header, claims, signature,
 * encoding or structure. One that would still say the same under the same signature is skipped, since a decoder may
 * well forgive a spelling.
 * @param random numbers in [0, 1); the same numbers give the same tokens
 */
export function* fuzzedTokens(genuine: string, claims: Json, random: () => number): Generator<FuzzedToken> {
  const kinds = Object.keys(mutations) as FuzzKind[];
  for (;;) {
    const kind = pick(kinds, random);
    let token = mutations[kind](genuine, claims, random);
    // now and then a second change on top of the first
    if (random() < 0.4) token = mutations.encoding(token, claims, random);
    if (isSendable(token) && !saysTheSame(token, genuine)) yield { kind, token };
  }
}

const mutations = {
  header: (token: string, _claims: Json, random: () => number) => {
    const { header } = readCompact(token);
    return withPart(token, 0, changedRecord(header, headerNames, random));
  },
  claims: (token: string, claims: Json, random: () => number) => {
    const { payload } = readCompact(token);
    const from = random() < 0.5 ? { ...payload, ...claims } : payload;
    return withPart(token, 1, random() < 0.3 ? JSON.stringify(from) : changedRecord(from, claimNames, random));
  },
  signature: (token: string, claims: Json, random: () => number) => {
    const bytes = Buffer.from(token.slice(token.lastIndexOf('.') + 1), 'base64url');
    const altered =
      random() < 0.5 ? withPart(token, 1, JSON.stringify({ ...readCompact(token).payload, ...claims })) : token;
    return altered.slice(0, altered.lastIndexOf('.') + 1) + changedBytes(bytes, random).toString('base64url');
  },
  encoding: (token: string, _claims: Json, random: () => number) => {
    const at = Math.floor(random() * token.length);
    return token.slice(0, at) + pick(oddities, random) + token.slice(at + Math.floor(random() * 3));
  },
  structure: (token: string, _claims: Json, random: () => number) => {
    const parts = token.split('.');
    const at = Math.floor(random() * parts.length);
    const other = Math.floor(random() * parts.length);
    const changes: readonly (() => string[])[] = [
      () => parts.filter((_, i) => i !== at),
      () => [...parts.slice(0, at), '', ...parts.slice(at)],
      () => [...parts, parts[at] ?? ''],
      () => parts.map((part, i) => (i === at ? '' : part)),
      () => parts.map((part, i) => (i === at ? (parts[other] ?? '') : part)),
      () => parts.map((part, i) => (i === at ? encode(part) : part)),
      () => parts.toReversed(),
      () => [...parts, ...parts],
      () => parts.map((part, i) => (i === at ? part.repeat(1 + Math.floor(random() * 12)) : part)),
      () => parts.map((part, i) => (i === at ? part.slice(0, Math.floor(random() * part.length)) : part)),
    ];
    return pick(changes, random)().join('.');
  },
} as const;

const headerNames = ['alg', 'typ', 'kid', 'crit', 'b64', 'jwk', 'jku', 'x5c', 'cty', 'zip', 'enc', 'p2c', '__proto__'];
const claimNames = ['sub', 'role', 'exp', 'nbf', 'iat', 'iss', 'aud', 'jti', 'scope', '__proto__', 'constructor'];
/** Values of every type of JSON, at their edges. They are written as they stand, since no serializer would. */
const values = `null true false 0 -0 -1 1 9007199254740993 1e400 -1e400 1E-400 "" "none" "NONE" "HS256" "hs256" "HS512"
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
  '\u00e9',
  '\u00ff',
  'A',
  'AAAA',
  '\u0080',
];

/** JSON text of a record with some of its fields replaced, added, removed or named twice. */
function changedRecord(record: Json, names: readonly string[], random: () => number): string {
  const fields = Object.entries(record).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes -= 1) {
    const field = `${JSON.stringify(pick(names, random))}:${pick(values, random)}`;
    const at = Math.floor(random() * (fields.length + 1));
    fields.splice(at, random() < 0.6 ? 1 : 0, ...(random() < 0.85 ? [field] : []));
  }
  const text = `{${fields.join()}}`;
  return random() < 0.05 ? text.slice(0, Math.floor(random() * text.length)) : text;
}

function changedBytes(bytes: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * bytes.length);
  const changes: readonly (() => Buffer)[] = [
    () => Buffer.from(bytes.map((byte, i) => (i === at ? byte ^ (1 << Math.floor(random() * 8)) : byte))),
    () => bytes.subarray(0, at),
    () => Buffer.concat([bytes, bytes.subarray(0, at + 1)]),
    () => Buffer.alloc(bytes.length),
    () => Buffer.alloc(bytes.length, 0xff),
    () => Buffer.from(bytes).reverse(),
    () => Buffer.from(bytes.map(() => Math.floor(random() * 256))),
    () => Buffer.concat([bytes.subarray(at), bytes.subarray(0, at)]),
  ];
  return pick(changes, random)();
}

function withPart(token: string, index: number, text: string): string {
  return token
    .split('.')
    .map((part, i) => (i === index ? Buffer.from(text).toString('base64url') : part))
    .join('.');
}

/** RFC 9110 §5.5: other bytes end the request before any verifier sees them; and a server's header has 16 KiB. */
function isSendable(token: string): boolean {
  return token.length < 8_000 && /^[\t\x20-\x7e\x80-\xff]*$/.test(token);
}

function saysTheSame(token: string, genuine: string): boolean {
  const bytes = (text: string) =>
    text
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString('hex'))
      .join('.');
  return bytes(token) === bytes(genuine);
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T;
}
