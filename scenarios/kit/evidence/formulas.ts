import { createHash, createHmac } from 'node:crypto';

const hashes = ['md5', 'sha1', 'sha256', 'sha512'];
/** Of a digest, so many hexadecimal digits are no chance. */
const least = 32;

/** What anybody knows of a moment at which something was made. */
export interface Known {
  /** Names of whoever it was made for. */
  readonly names: readonly string[];
  /** In ms since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
}

const mostCount = 5_000;
const between = ['', ':', '-', '_', '|', '.'];

/** By which of the usual formulas an identifier was made of what anybody knows; undefined where by none. */
export function formulaOf(id: string, known: Known): string | undefined {
  const parts = readable(id);
  for (const [formula, text] of texts(known))
    if (hashes.some((hash) => isIn(parts, digest(hash, text)))) return formula;
  return undefined;
}

/** The same for what follows from a parent that is known too. */
export function successorFormula(parent: string, child: string, { fromMs, toMs }: Known): string | undefined {
  const parts = readable(child);
  const parents = [parent, ...parent.split('.')];
  const nonces = ['', ...times(fromMs, toMs).map(String)];
  for (const one of parents) {
    for (const nonce of nonces) {
      const made = hashes.flatMap((hash) => [
        createHmac(hash, one).update(nonce).digest('hex'),
        ...between.flatMap((sign) => [digest(hash, one + sign + nonce), digest(hash, nonce + sign + one)]),
      ]);
      if (made.some((hex) => isIn(parts, hex))) return nonce === '' ? 'its parent' : 'its parent and the time';
    }
  }
  return undefined;
}

function* texts({ names, fromMs, toMs }: Known): Iterable<readonly [string, string]> {
  for (let n = 0; n < mostCount; n += 1) yield ['a counter', `${n}`];
  for (const time of times(fromMs, toMs)) {
    yield ['the time', `${time}`];
    for (const name of names) {
      for (const sign of between) {
        yield ['the name and the time', name + sign + time];
        yield ['the time and the name', time + sign + name];
      }
    }
  }
}

/** Each ms, and each second. */
function times(fromMs: number, toMs: number): number[] {
  const every = Array.from({ length: toMs - fromMs + 1 }, (_, i) => fromMs + i);
  return [...every, ...new Set(every.map((ms) => Math.floor(ms / 1_000)))];
}

function digest(hash: string, text: string): string {
  return createHash(hash).update(text).digest('hex');
}

/** The parts of an identifier as they stand, and what they are in hexadecimal digits. */
function readable(id: string): string[] {
  return id.split(/[.~]/).flatMap((part) => [part, Buffer.from(part, 'base64url').toString('hex')]);
}

/** Whether one of the parts holds the beginning of a digest. */
function isIn(parts: readonly string[], digest: string): boolean {
  return parts.some((part) => part.includes(digest.slice(0, least)));
}
