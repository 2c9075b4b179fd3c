/** Pure: what the proofs of the generator hold their findings against. */

/** Arrivals spread evenly over a second have a tenth of them in its first 100 ms. */
export const firstTenth = { share: 0.1, within: 0.01 } as const;

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
  return shares.every((share) => Math.abs(share - firstTenth.share) <= firstTenth.within);
}

/** MiB. The floor is what one collection leaves more than another. */
export const mayGrow = { perMinute: 0.4, atLeast: 3 } as const;

/** MiB per minute, from the least of the first third of the looks to that of the last: garbage comes and goes above it. */
export function growthPerMinute(held: readonly number[], minutes: number): number {
  const third = Math.floor(held.length / 3);
  const grown = Math.min(...held.slice(-third)) - Math.min(...held.slice(0, third));
  return grown / ((minutes * (held.length - third)) / held.length);
}

/** 60,000 requests a minute that each left a number behind would be 0.46 MiB. */
export function isFlat(held: readonly number[], minutes: number): boolean {
  return growthPerMinute(held, minutes) * minutes <= Math.max(mayGrow.perMinute * minutes, mayGrow.atLeast);
}
