import { z } from 'zod';

/** Which bench has the agents: renewed for as long as it lives, and said to be over where it could still say so. */
const RunLease = z.object({ run: z.string(), state: z.enum(['on', 'ended']) });
export type RunLease = z.infer<typeof RunLease>;

export function readLease(text: string | null): RunLease | undefined {
  if (text === null) return undefined;
  const { data } = RunLease.safeParse(JSON.parse(text));
  return data;
}
