import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Budgets } from '../../reports/comparison/budget-file.ts';
import { BenchError, errorLine } from '../errors.ts';

/** @throws BenchError AB-E007 that names every problem of the file. */
export async function readBudgets(file: string): Promise<Budgets> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new BenchError('AB-E007', `${file} cannot be read`, { cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new BenchError('AB-E007', `${file} is not JSON: ${errorLine(cause)}`);
  }
  const parsed = Budgets.safeParse(json);
  if (!parsed.success) throw new BenchError('AB-E007', `${file} cannot be used:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Waivers are held against the day on which somebody asks. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
