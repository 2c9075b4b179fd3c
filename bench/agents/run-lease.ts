import { z } from 'zod';
import { BenchError } from '../errors.ts';
import type { Control } from './control.ts';
import { controlKeys, leaseMs } from './control-keys.ts';

/** Which bench has the agents: renewed for as long as it lives, and said to be over where it could still say so. */
const RunLease = z.object({ run: z.string(), state: z.enum(['on', 'ended']) });
export type RunLease = z.infer<typeof RunLease>;

export function readLease(text: string | null): RunLease | undefined {
  if (text === null) return undefined;
  const { data } = RunLease.safeParse(JSON.parse(text));
  return data;
}

/** @throws BenchError AB-E403 where another bench has the agents */
export async function takeRun({ asked }: Control, run: string): Promise<void> {
  const lease: RunLease = { run, state: 'on' };
  const text = JSON.stringify(lease);
  if ((await asked.set(controlKeys.run, text, 'PX', leaseMs, 'NX')) === 'OK') return;
  const other = readLease(await asked.get(controlKeys.run));
  if (other?.state === 'on')
    throw new BenchError('AB-E403', `the agents of this control Redis are in run ${other.run}`, {
      fix: 'wait for its end, or give this bench a database of its own: redis://HOST:PORT/1',
    });
  await asked.set(controlKeys.run, text, 'PX', leaseMs);
}
