import { BenchError } from '../errors.ts';

/**
 * The queue that agents take tasks from: who needs no agents need not have it, and a part of it runs a script when it is
 * installed, which nothing that everybody installs may.
 * @throws BenchError AB-E014 where it is not installed
 */
export async function loadBullmq(): Promise<typeof import('bullmq')> {
  try {
    return await import('bullmq');
  } catch (cause) {
    throw new BenchError('AB-E014', undefined, { cause });
  }
}
