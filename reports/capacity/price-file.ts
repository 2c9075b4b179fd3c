import { z } from 'zod';
import type { Prices } from './prices.ts';

const price = z.number().nonnegative();

/** The contract of a file of prices. */
export const PriceFile = z.strictObject({
  currency: z.string().min(1).max(8).describe('as it is written behind a sum, such as EUR'),
  vcpuHour: price.describe('one core for an hour, with the memory that comes with it'),
  gbMonth: price.describe('10^9 bytes of memory of the store for a month'),
  gbOut: price.describe('10^9 bytes that leave for the network'),
}) satisfies z.ZodType<Prices>;

export function pricesJsonSchema(): unknown {
  return { $id: 'authbench/prices-1.json', title: 'authbench prices', ...z.toJSONSchema(PriceFile) };
}
