/** Three significant digits, thousands apart: `0.623`, `41.2`, `1,240`. */
export function figure(value: number): string {
  return figureTo(3, value);
}

/** The same with so many significant digits. */
export function figureTo(digits: number, value: number): string {
  const rounded = Number(value.toPrecision(digits));
  const [whole = '', fraction] = String(rounded).split('.');
  return grouped(whole) + (fraction === undefined ? '' : `.${fraction}`);
}

/** A whole number, thousands apart. */
export function exact(count: number): string {
  return grouped(String(count));
}

/** `1 case`, `2 cases`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${exact(count)} ${count === 1 ? one : several}`;
}

/** A share in percent: `49.8 %`. */
export function percent(share: number): string {
  return `${figure(share * 100)} %`;
}

/** The same with so many decimals, which line up: `4.0 %`. */
export function percentTo(decimals: number, share: number): string {
  return `${(100 * share).toFixed(decimals)} %`;
}

/** A ratio with three digits, trailing zeros kept so that 1.00 and 0.623 line up; `–` where there is none. */
export function times(value: number | null): string {
  if (value === null) return '–';
  return Math.abs(value) >= 1_000 ? figure(value) : value.toPrecision(3);
}

/** `0.623 [0.601, 0.648]`: a ratio with its interval, where it has one. */
export function ratio(value: number | null, low: number | null, high: number | null): string {
  return low === null || high === null ? times(value) : `${times(value)} [${times(low)}, ${times(high)}]`;
}

/** Milliseconds in the unit a reader would choose. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${figure(ms)} ms`;
  if (ms < 120_000) return `${figure(ms / 1_000)} s`;
  const seconds = Math.round(ms / 1_000);
  const rest = seconds % 60 === 0 ? '' : ` ${seconds % 60} s`;
  return seconds < 7_200 ? `${Math.floor(seconds / 60)} min${rest}` : `${figure(seconds / 3_600)} h`;
}

/** A text in which whole milliseconds are told as `duration` does: `2.76 s of 3 s`. */
export function withDurations(text: string): string {
  return text.replace(/(?<![\w.,-])(\d+) ms\b/g, (_, ms: string) => duration(Number(ms)));
}

/** `a, b and c`. */
export function list(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** The same of so many and no more: `a, b and 3 more`. */
export function listOf(most: number, items: readonly string[], word: 'and' | 'or' = 'and'): string {
  return items.length <= most
    ? list(items, word)
    : `${items.slice(0, most).join(', ')} ${word} ${items.length - most} more`;
}

/** A reason as a sentence of its own: reasons are kept without a capital and a full stop. */
export function sentence(reason: string): string {
  return `${capitalised(reason).replace(/\.$/, '')}.`;
}

/** At the beginning of a sentence. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Inside a sentence a word begins small, and CPU stays CPU. */
export function inSentence(title: string): string {
  return /^[A-Z]{2}/.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1);
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
