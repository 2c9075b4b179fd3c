import { exact, figure } from '../text/wording.ts';
import { isKnown, type Known } from './estimate.ts';
import type { SchemePlan } from './plan-scheme.ts';
import { bytesPerGb, type Prices } from './prices.ts';
import { plurals, steps } from './workload.ts';

/** One line of a plan, as the command line and the page both show it. */
export interface Quantity {
  readonly title: string;
  of(plan: SchemePlan): Known | undefined;
  show(value: number): string;
  /** What is said beside it. */
  note?(plan: SchemePlan): string;
}

export function quantities(prices: Pick<Prices, 'currency'> | undefined): readonly Quantity[] {
  return [
    { title: 'Servers, one core each', of: ({ servers }) => servers, show: exact, note: work },
    { title: 'Store cores', of: ({ storeCores }) => storeCores, show: exact },
    { title: 'Store memory', of: ({ storeBytes }) => storeBytes, show: bytes },
    { title: 'Network in', of: ({ bytesIn }) => bytesIn, show: (value) => `${bytes(value)}/s` },
    { title: 'Network out', of: ({ bytesOut }) => bytesOut, show: (value) => `${bytes(value)}/s` },
    ...(prices ? [{ title: moneyTitle(prices), of: ({ money }: SchemePlan) => money, show: toOne }] : []),
  ];
}

/** `104 (95 to 114)`, one figure where its edges are shown as the same, or that it is not known. */
export function rangeText(known: Known | undefined, show: Quantity['show']): string {
  if (known === undefined) return '–';
  if (!isKnown(known)) return 'not measured';
  const [low, middle, high] = [known.low, known.middle, known.high].map(show);
  return low === middle && high === middle ? `${middle}` : `${middle} (${low} to ${high})`;
}

/** Money, with its range, in whole units of its currency. */
export function moneyText(money: Known | undefined): string {
  return rangeText(money, toOne);
}

/** `reads 3.3, logins 100`: where several steps share the servers. */
function work({ work: each }: SchemePlan): string {
  const parts = steps.flatMap((step) => {
    const one = each[step];
    return isKnown(one) && one.middle > 0 ? [`${plurals[step]} ${figure(one.middle)}`] : [];
  });
  return parts.length > 1 ? parts.join(', ') : '';
}

function moneyTitle({ currency }: Pick<Prices, 'currency'>): string {
  return currency === '' ? 'Money a month' : `Money a month, ${currency}`;
}

function toOne(value: number): string {
  return exact(Math.round(value));
}

function bytes(value: number): string {
  if (value === 0) return '0';
  if (value >= bytesPerGb / 10) return `${figure(value / bytesPerGb)} GB`;
  return value >= 1e5 ? `${figure(value / 1e6)} MB` : `${figure(value / 1e3)} kB`;
}
