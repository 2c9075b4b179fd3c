/** Pure: what the proofs of the generator hold their findings against. */

/** Arrivals spread evenly over a second have a tenth of them in its first 100 ms. */
const firstTenth = { share: 0.1, within: 0.01 } as const;

/**
 * Of each second's requests, the share that came in its first 100 ms.
 * @param cameAt in ms, by the server's clock; request `index` was due `index / rate` seconds after the first.
 */
export function sharesOf(cameAt: readonly number[], rate: number, seconds: number): number[] {
  // the schedule as the one that was least late tells it
  const startAt = cameAt.reduce((least, at, index) => Math.min(least, at - (index * 1_000) / rate), Infinity);
  const sinceStart = cameAt.map((at) => at - startAt + clockErrorMs);
  return Array.from({ length: seconds }, (_, second) => {
    const ofSecond = sinceStart.filter((ms) => Math.floor(ms / 1_000) === second);
    return ofSecond.filter((ms) => ms % 1_000 < 100).length / ofSecond.length;
  });
}

/** What additions of times since the epoch lose. */
const clockErrorMs = 0.001;

export function isEven(shares: readonly number[]): boolean {
  // to a millionth, as far as fractions of 1 can be told apart
  return shares.every((share) => Math.abs(share - firstTenth.share) <= firstTenth.within + 1e-6);
}

/** MiB. In ten minutes of 1,000/s that is 10 bytes for each request of a third: whatever is kept of one takes more. */
const mayGrow = 2;

/**
 * MiB, from the least of the second third of the looks to that of the last: in the first, the heap finds its size, and
 * garbage comes and goes above the least.
 */
export function growthOf(held: readonly number[]): number {
  const third = Math.floor(held.length / 3);
  return Math.min(...held.slice(-third)) - Math.min(...held.slice(third, 2 * third));
}

export function isFlat(held: readonly number[]): boolean {
  return growthOf(held) <= mayGrow;
}
