import type { KeyObject } from 'node:crypto';
import type { Json } from './compact-token.ts';

/** One way in which a server may hold its public key in memory. */
export interface KeySpelling {
  readonly form: string;
  readonly secret: string | Buffer;
}

/**
 * The texts and bytes under which servers have held a public key. A verifier that looks at the first characters of a key
 * takes it for a secret where a line break stands before them (CVE-2026-34950).
 * @param jwk as it was published, which is a spelling too
 */
export function keySpellings(key: KeyObject, jwk: Json): KeySpelling[] {
  const [first, ...further] = documents(key, jwk);
  const all = [
    ...Object.entries({ ...bytesOf(key, jwk), ...textsOf(key, jwk) }).map(([form, secret]) => ({ form, secret })),
    ...(first ? spelled(first, () => true) : []),
    ...further.flatMap((one) => spelled(one, (lead, joint) => lead === '' || joint === '')),
  ];
  // a short key has fewer: its body is one line anyway
  return all.filter(({ secret }, i) => all.findIndex((one) => String(one.secret) === String(secret)) === i);
}

/** What may stand before it: a template literal, an indented file, a variable whose line breaks nobody turned back. */
const leads = {
  '': '',
  'a line break': '\n',
  'a CRLF': '\r\n',
  'a space': ' ',
  spaces: '    ',
  'a line break and spaces': '\n    ',
  'a tab': '\t',
  'an escaped line break': '\\n',
  'a byte order mark': '\ufeff',
  'a quote': '"',
};

/** What may stand between its lines. */
const joints = {
  '': '\n',
  CRLF: '\r\n',
  'escaped line breaks': '\\n',
  'escaped CRLF': '\\r\\n',
  'indented lines': '\n    ',
  'spaces for line breaks': ' ',
  'no line breaks': '',
};

interface Document {
  readonly name: string;
  readonly pem: string;
}

function spelled({ name, pem }: Document, wanted: (lead: string, joint: string) => boolean): KeySpelling[] {
  const lines = pem.trimEnd().split('\n');
  return Object.entries(leads).flatMap(([lead, before]) =>
    Object.entries(joints)
      .filter(([joint]) => wanted(lead, joint))
      .flatMap(([joint, between]) => {
        const form = [name, joint, lead && `${lead} before it`].filter(Boolean).join(', ');
        const [text, closed] = [before + lines.join(between), before === '"' ? before : ''];
        const ends = Object.entries({ '': between, 'no end of line': '', 'a plain end of line': '\n' });
        return ends.map(([end, after]) => ({
          form: [form, end].filter(Boolean).join(', '),
          secret: `${text}${after}${closed}`,
        }));
      }),
  );
}

/** Texts with a first and a last line (RFC 7468). */
function documents(key: KeyObject, { x5c }: Json): Document[] {
  const spki = String(key.export({ type: 'spki', format: 'pem' }));
  const [certificate] = [x5c].flat();
  return [
    { name: 'PEM', pem: spki },
    { name: 'PEM of one line', pem: wrapped('PUBLIC KEY', bodyOf(spki)) },
    ...(key.asymmetricKeyType === 'rsa'
      ? [{ name: 'PEM of PKCS #1', pem: String(key.export({ type: 'pkcs1', format: 'pem' })) }]
      : []),
    ...(typeof certificate === 'string'
      ? [{ name: 'certificate', pem: wrapped('CERTIFICATE', certificate.replace(/.{64}(?=.)/g, '$&\n')) }]
      : []),
  ];
}

function textsOf(key: KeyObject, jwk: Json): Record<string, string> {
  const spki = String(key.export({ type: 'spki', format: 'pem' }));
  const { kty, crv, e, n, x, y } = jwk;
  // what a thumbprint is made of, in its order (RFC 7638 §3.2)
  const bare = Object.fromEntries(Object.entries({ crv, e, kty, n, x, y }).filter(([, value]) => value !== undefined));
  return {
    JWK: JSON.stringify(jwk),
    'indented JWK': JSON.stringify(jwk, null, 2),
    'bare JWK': JSON.stringify(bare),
    'key set': JSON.stringify({ keys: [jwk] }),
    'base64 of SPKI': bodyOf(spki),
    'base64url of SPKI': key.export({ type: 'spki', format: 'der' }).toString('base64url'),
    'base64 of PEM': Buffer.from(spki).toString('base64'),
    'text of its number': String(n ?? x),
  };
}

function bytesOf(key: KeyObject, { n, x, y }: Json): Record<string, Buffer> {
  const bytes = (member: unknown) => Buffer.from(String(member ?? ''), 'base64url');
  const der = key.export({ type: 'spki', format: 'der' });
  if (key.asymmetricKeyType === 'rsa')
    return { DER: der, 'DER of PKCS #1': key.export({ type: 'pkcs1', format: 'der' }), modulus: bytes(n) };
  if (y === undefined) return { DER: der, 'raw key': bytes(x) };
  const point = Buffer.concat([bytes(x), bytes(y)]);
  // SEC 1 §2.3.3: the sign of y stands before a compressed point
  const sign = 2 + ((point.at(-1) ?? 0) & 1);
  return {
    DER: der,
    'point without its mark': point,
    point: Buffer.from([4, ...point]),
    'compressed point': Buffer.from([sign, ...bytes(x)]),
  };
}

function bodyOf(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, '');
}

function wrapped(label: string, body: string): string {
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
}
