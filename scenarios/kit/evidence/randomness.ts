/** What a sample of identifiers shows of how they are drawn. It can prove them bad; only the source can prove them good. */
export interface Randomness {
  readonly count: number;
  readonly length: number;
  /** How often an identifier came a second time. */
  readonly repeats: number;
  /**
   * Upper bound of the random bits of one: the sum over positions of log2 of the symbols seen there. Not above
   * `length × log2(alphabet)`, and lower where positions are constant, as in a UUID.
   */
  readonly bits: number;
  /** Probability that uniform symbols are as uneven as these at the worst position (chi-square, Bonferroni). */
  readonly unevenness: number;
  /** Probability that symbols drawn independently follow each other as these do at the worst position (lag 1, Bonferroni). */
  readonly dependence: number;
}

/** What the sample must not fall below to be called random: a sound source fails once in a million runs. */
export const leastProbability = 1e-6;

/** @param ids in the order in which they were issued; those of another length than the first count as repeats of it */
export function randomnessOf(ids: readonly string[]): Randomness {
  const length = ids[0]?.length ?? 0;
  const columns = Array.from({ length }, (_, position) => ids.map((id) => id.charCodeAt(position) || 0));
  const alphabets = columns.map((column) => [...new Set(column)].sort((a, b) => a - b));
  // A constant position carries nothing, and is neither even nor independent: it only counts as 0 bits.
  const varying = columns.flatMap((column, i) =>
    (alphabets[i]?.length ?? 0) > 1 ? [{ column, alphabet: alphabets[i] ?? [] }] : [],
  );
  const corrected = (probabilities: readonly number[]) =>
    Math.min(1, Math.min(1, ...probabilities) * Math.max(1, varying.length));
  return {
    count: ids.length,
    length,
    repeats: ids.length - new Set(ids.filter((id) => id.length === length)).size,
    bits: alphabets.reduce((sum, { length: symbols }) => sum + Math.log2(Math.max(1, symbols)), 0),
    unevenness: corrected(varying.map(({ column, alphabet }) => chiSquare(column, alphabet))),
    dependence: corrected(varying.map(({ column, alphabet }) => serial(column, alphabet))),
  };
}

/** Pearson's test against equal shares of the symbols that were seen. */
function chiSquare(column: readonly number[], alphabet: readonly number[]): number {
  const expected = column.length / alphabet.length;
  const counts = new Map<number, number>();
  for (const symbol of column) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  const statistic = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = alphabet.length - 1;
  // Wilson and Hilferty (1931): the cube root of a chi-square is nearly normal.
  const z = (Math.cbrt(statistic / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom));
  return upperTail(z);
}

/** Correlation of each symbol's rank with that of the identifier issued next; about normal with variance 1/n when independent. */
function serial(column: readonly number[], alphabet: readonly number[]): number {
  const rank = new Map(alphabet.map((symbol, index) => [symbol, index]));
  const ranks = column.map((symbol) => rank.get(symbol) ?? 0);
  const mean = ranks.reduce((sum, value) => sum + value, 0) / ranks.length;
  const centred = ranks.map((value) => value - mean);
  const variance = centred.reduce((sum, value) => sum + value ** 2, 0);
  const covariance = centred.slice(1).reduce((sum, value, i) => sum + value * (centred[i] ?? 0), 0);
  return 2 * upperTail(Math.abs(covariance / variance) * Math.sqrt(ranks.length));
}

/** P(Z > z) of the standard normal, to 7 digits (Abramowitz and Stegun 26.2.17). */
function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
