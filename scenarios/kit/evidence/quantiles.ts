/** Where a share of the values ends, by nearest rank; for a chart, with the number of them. */
export type Quantiles = {
  readonly count: number;
  readonly p5: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
  readonly max: number;
};

/** All 0 of no values: `count` then says that they mean nothing. */
export function quantiles(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => nearest(sorted, share) ?? 0;
  return { count: sorted.length, p5: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95), max: at(1) };
}

/** One of them; undefined of no values. */
export function quantile(values: readonly number[], share: number): number | undefined {
  return nearest(
    values.toSorted((a, b) => a - b),
    share,
  );
}

function nearest(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
