import type { Prices } from './prices.ts';

/** A field for each price, as the page asks for it. */
export const typedPrices: readonly (readonly [keyof Prices, { readonly flag: string; readonly ask: string }])[] = [
  ['vcpuHour', { flag: 'vcpu-hour', ask: 'What does a core cost for an hour?' }],
  ['gbMonth', { flag: 'gb-month', ask: 'What does a GB of memory of the store cost for a month?' }],
  ['gbOut', { flag: 'gb-out', ask: 'What does a GB cost that leaves for the network?' }],
  ['currency', { flag: 'currency', ask: 'In which currency?' }],
];

/** A number such as 0.04. */
export function isPrice(text: string): boolean {
  return /^\d*\.?\d+$/.test(text);
}

/** Prices as they were typed: none where no figure was, or in a sentence what is wrong with them. */
export function readTypedPrices(given: Readonly<Record<keyof Prices, string>>): Prices | string | undefined {
  const { currency, ...figures } = given;
  const texts = Object.values(figures).map((text) => text.trim());
  if (texts.every((text) => text === '')) return undefined;
  if (!texts.every(isPrice)) return 'Money needs all three prices, each a number such as 0.04: it is left out.';
  const { vcpuHour, gbMonth, gbOut } = figures;
  return { currency: currency.trim(), vcpuHour: Number(vcpuHour), gbMonth: Number(gbMonth), gbOut: Number(gbOut) };
}
