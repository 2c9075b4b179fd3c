/** What is known of one draw: its leading bits, each 0 or 1. */
export type Draw = readonly number[];

/** V8 draws so many at once and hands them out from the last to the first. */
const block = 64;
const farthest = 4;
/** Beyond the bits of the state: so many equations hold by chance once in 2^40. */
const spare = 40;
const stateBits = 128;
const mostGap = 48;

/**
 * Whether these draws come from V8's Math.random (xorshift128+), of which each bit is a sum of bits of its state: a system of
 * equations over GF(2), which a state that fits more of than it has bits was found for.
 * @param runs draws that followed each other; between one run and the next the same number was drawn unseen
 */
export function isMathRandom(runs: readonly (readonly Draw[])[]): boolean {
  const [first = [], ...others] = runs;
  for (let phase = 0; phase < block; phase += 1) {
    const begun = new System();
    if (!addRun(begun, first, phase)) continue;
    if (begun.known >= stateBits + spare) return true;
    for (let gap = 0; gap <= mostGap && others.length > 0; gap += 1) {
      const system = begun.copy();
      let from = phase + first.length + gap;
      let fits = true;
      for (const run of others) {
        fits &&= from + run.length < block * farthest && addRun(system, run, from);
        if (fits && system.known >= stateBits + spare) return true;
        from += run.length + gap;
      }
    }
  }
  return false;
}

/** @returns false where it contradicts what was known */
function addRun(system: System, run: readonly Draw[], from: number): boolean {
  return run.every((bits, n) => {
    const at = from + n;
    const output = outputs[block * Math.floor(at / block) + (block - 1 - (at % block))];
    return bits.every((bit, i) => system.add(output?.[i] ?? none, bit));
  });
}

/** Which bits of the state are summed: 32 in each number. */
type Mask = readonly number[];
const none: Mask = [0, 0, 0, 0];

/** Equations over GF(2) in row echelon form, each by the first bit that it sums. */
class System {
  known = 0;
  #rows: ({ readonly mask: Mask; readonly sum: number } | undefined)[] = [];

  copy(): System {
    const copy = new System();
    copy.known = this.known;
    copy.#rows = [...this.#rows];
    return copy;
  }

  /** @returns false where it contradicts the others */
  add(mask: Mask, sum: number): boolean {
    this.known += 1;
    let [a = 0, b = 0, c = 0, d = 0] = mask;
    let left = sum;
    for (;;) {
      const at = firstBit(a, b, c, d);
      if (at === stateBits) return left === 0;
      const row = this.#rows[at];
      if (!row) {
        this.#rows[at] = { mask: [a, b, c, d], sum: left };
        return true;
      }
      const [e = 0, f = 0, g = 0, h = 0] = row.mask;
      a ^= e;
      b ^= f;
      c ^= g;
      d ^= h;
      left ^= row.sum;
    }
  }
}

function firstBit(a: number, b: number, c: number, d: number): number {
  if (a !== 0) return Math.clz32(a);
  if (b !== 0) return 32 + Math.clz32(b);
  return c !== 0 ? 64 + Math.clz32(c) : 96 + Math.clz32(d);
}

/** Of each output of the generator, from its most significant bit: which bits of the first state it sums. */
const outputs = symbolicOutputs(block * farthest);

type Word = readonly Mask[];

/** A word is its 64 bits, the most significant first. Doubles are made of the leading bits of the first half of the state. */
function symbolicOutputs(count: number): readonly Word[] {
  const bit = (n: number) => none.map((_, i) => (Math.floor(n / 32) === i ? 1 << (31 - (n % 32)) : 0));
  let first: Word = Array.from({ length: 64 }, (_, i) => bit(i));
  let second: Word = Array.from({ length: 64 }, (_, i) => bit(64 + i));
  return Array.from({ length: count }, () => {
    let next = xor(first, left(first, 23));
    next = xor(next, right(next, 17));
    next = xor(xor(next, second), right(second, 26));
    [first, second] = [second, next];
    return first;
  });
}

function xor(one: Word, other: Word): Word {
  return one.map((mask, i) => mask.map((part, j) => part ^ (other[i]?.[j] ?? 0)));
}

function left(word: Word, by: number): Word {
  return word.map((_, i) => word[i + by] ?? none);
}

function right(word: Word, by: number): Word {
  return word.map((_, i) => word[i - by] ?? none);
}
