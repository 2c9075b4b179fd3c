/** Three significant digits, thousands apart: `0.623`, `41.2`, `1,240`. */
export function figure(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const text = Math.abs(rounded) >= 1e-6 && Math.abs(rounded) < 1e21 ? String(rounded) : rounded.toString();
  const [whole = '', fraction] = text.split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
}

/** A share in percent: `49.8 %`. */
export function percent(share: number): string {
  return `${figure(share * 100)} %`;
}

/** `0.623 [0.601, 0.648]`: a ratio with its interval, two decimals at least so that 1.00 and 0.98 line up. */
export function ratio(value: number, low: number | null, high: number | null): string {
  return low === null || high === null ? decimals(value) : `${decimals(value)} [${decimals(low)}, ${decimals(high)}]`;
}

/** Milliseconds in the largest unit that keeps the number readable. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${figure(ms)} ms`;
  if (ms < 120_000) return `${figure(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${figure(ms / 60_000)} min`;
  return `${figure(ms / 3_600_000)} h`;
}

function decimals(value: number): string {
  return Math.abs(value) >= 10 ? figure(value) : value.toFixed(2);
}
