import type { Draw } from './math-random.ts';

/** As many leading bits of a double as every version of V8 fills from its state. */
const mostBits = 48;
/** JavaScript writes the shortest digits that are read as the same double: off by half of its last place, 2^-54, at most. */
const rounded = 1n << 10n;

const small = 'abcdefghijklmnopqrstuvwxyz';
const capital = small.toUpperCase();
const digits = '0123456789';
const alphabets = [
  digits + small + capital,
  digits + capital + small,
  capital + small + digits,
  small + capital + digits,
  small + digits,
  digits + small,
  capital + digits,
  `${capital}${small}${digits}-_`,
  `${capital}${small}${digits}+/`,
];

/** The ways in which people make an identifier of calls of Math.random, each as the draws that it would be made of. */
export const readings: Readonly<Record<string, (id: string) => readonly Draw[] | undefined>> = {
  'a hexadecimal digit each': (id) => symbols(id.replaceAll('-', ''), '0123456789abcdef'),
  ...Object.fromEntries(
    alphabets.map((alphabet, i) => [
      `a symbol each, of ${alphabet.length} (order ${i + 1})`,
      (id: string) => symbols(id, alphabet),
    ]),
  ),
  'a byte each': (id) => words(id, 1, 'BE'),
  'four bytes each': (id) => words(id, 4, 'BE'),
  'four bytes each, the least first': (id) => words(id, 4, 'LE'),
  ...Object.fromEntries(
    [10, 11, 12, 13].map((length) => [`${length} digits of base 36 each`, (id: string) => fractions(id, 36, length)]),
  ),
  ...Object.fromEntries(
    [12, 13, 14].map((length) => [`${length} digits of base 16 each`, (id: string) => fractions(id, 16, length)]),
  ),
};

function symbols(id: string, alphabet: string): readonly Draw[] | undefined {
  const places = [...id].map((symbol) => alphabet.indexOf(symbol));
  return places.includes(-1) ? undefined : places.map((place) => within(BigInt(place), BigInt(alphabet.length)));
}

function words(id: string, bytes: number, order: 'BE' | 'LE'): readonly Draw[] | undefined {
  const all = bytesOf(id);
  if (!all || all.length % bytes !== 0) return undefined;
  return Array.from({ length: all.length / bytes }, (_, i) => {
    const word = all.subarray(i * bytes, (i + 1) * bytes);
    const ordered = order === 'BE' ? word : Buffer.from(word).reverse();
    return [...ordered].flatMap((byte) => bitsOf(BigInt(byte), 8));
  });
}

function fractions(id: string, base: number, length: number): readonly Draw[] | undefined {
  if (!/^[0-9a-z]+$/.test(id) || [...id].some((digit) => Number.isNaN(Number.parseInt(digit, base)))) return undefined;
  const chunks = id.match(new RegExp(`.{${length}}`, 'g')) ?? [];
  return chunks.map((chunk) => {
    const value = [...chunk].reduce((sum, digit) => sum * BigInt(base) + BigInt(Number.parseInt(digit, base)), 0n);
    return within(value, BigInt(base) ** BigInt(length), rounded);
  });
}

/**
 * What is sure of a number between `place` and the next, of so many: the bits that both ends begin with.
 * @param off how far outside it may lie, in units of 2^-64
 */
function within(place: bigint, of: bigint, off = 0n): Draw {
  const scale = 1n << 64n;
  const from = (place * scale) / of - off;
  const to = ((place + 1n) * scale - 1n) / of + off;
  const least = bitsOf(from < 0n ? 0n : from, 64).slice(0, mostBits);
  const most = bitsOf(to < scale ? to : scale - 1n, 64);
  const unlike = least.findIndex((bit, i) => bit !== most[i]);
  return unlike === -1 ? least : least.slice(0, unlike);
}

function bitsOf(value: bigint, count: number): number[] {
  return [...value.toString(2).padStart(count, '0')].map(Number);
}

function bytesOf(id: string): Buffer | undefined {
  if (/^([0-9a-f]{2})+$/i.test(id)) return Buffer.from(id, 'hex');
  return /^[\w-]+$/.test(id) ? Buffer.from(id, 'base64url') : undefined;
}
