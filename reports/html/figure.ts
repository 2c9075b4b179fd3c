/** How figures are written everywhere: three significant digits, whole numbers below a thousand as they are. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Number.isInteger(value) && Math.abs(value) < 1_000) return String(value);
  return threeDigits.format(value);
}

/** A ratio keeps its trailing zeros, so that 1.00 and 0.623 line up. */
export function ratio(value: number | null): string {
  return value === null ? '–' : value.toPrecision(3);
}

/** A counted thing is written in full. */
export function count(value: number): string {
  return whole.format(value);
}

/** Share of a whole in per cent. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${threeDigits.format((100 * part) / whole)}\u00A0%`;
}

/** Milliseconds in the unit a reader would choose. */
export function duration(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  if (ms < 1_000) return `${figure(ms)}\u00A0ms`;
  if (ms < 120_000) return `${threeDigits.format(ms / 1_000)}\u00A0s`;
  const seconds = Math.round(ms / 1_000);
  return seconds < 7_200
    ? `${Math.floor(seconds / 60)}\u00A0min ${seconds % 60}\u00A0s`
    : `${threeDigits.format(seconds / 3_600)}\u00A0h`;
}

/** Seconds alone, for columns whose header names the unit. */
export function seconds(ms: number): string {
  return figure(ms / 1_000);
}

/** The contract's unit names as they are printed. */
export function unitName(unit: string): string {
  return unit === 'us' ? 'µs' : unit === 'count' ? '' : unit;
}

const threeDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
