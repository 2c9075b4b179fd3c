import type { Demands } from '../capacity/demands.ts';
import { planOf } from '../capacity/plan.ts';
import { hoursPerMonth } from '../capacity/prices.ts';
import { moneyText } from '../capacity/quantities.ts';
import { isPrice } from '../capacity/typed-prices.ts';
import type { Workload } from '../capacity/workload.ts';

/** What the cores of a load cost in a month, of servers and store, at a price of one for an hour. Empty where none was typed. */
export function coresPrice(workload: Workload, demands: Demands, typed: string): string {
  if (typed === '') return '';
  if (!isPrice(typed)) return 'A price is a number such as 0.04.';
  const { schemes } = planOf(workload, demands, { currency: '', vcpuHour: Number(typed), gbMonth: 0, gbOut: 0 });
  return `In a month of ${hoursPerMonth} h, store cores included: ${schemes.map(({ scheme, money }) => `${scheme} ${moneyText(money)}`).join(', ')}. Memory of the store and network come on top.`;
}
