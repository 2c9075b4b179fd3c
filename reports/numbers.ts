/** Three significant digits, thousands apart: `0.623`, `41.2`, `1,240`. */
export function figure(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const [whole = '', fraction] = String(rounded).split('.');
  return grouped(whole) + (fraction === undefined ? '' : `.${fraction}`);
}

/** A count, thousands apart. */
export function exact(count: number): string {
  return grouped(String(count));
}

/** A share in percent: `49.8 %`. */
export function percent(share: number): string {
  return `${figure(share * 100)} %`;
}

/** A ratio with two decimals, so that 1.00 and 0.98 line up; `–` where there is none. */
export function times(value: number | null): string {
  if (value === null) return '–';
  return Math.abs(value) >= 10 ? figure(value) : value.toFixed(2);
}

/** `0.62 [0.60, 0.65]`: a ratio with its interval, where it has one. */
export function ratio(value: number | null, low: number | null, high: number | null): string {
  return low === null || high === null ? times(value) : `${times(value)} [${times(low)}, ${times(high)}]`;
}

/** Milliseconds in the largest unit that keeps the number readable. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${figure(ms)} ms`;
  if (ms < 120_000) return `${figure(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${figure(ms / 60_000)} min`;
  return `${figure(ms / 3_600_000)} h`;
}

/** `a, b and c`. */
export function list(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
