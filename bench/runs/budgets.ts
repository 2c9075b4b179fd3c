import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Budgets } from '../../reports/comparison/budget-file.ts';
import { type BudgetNames, strangeNames } from '../../reports/comparison/budget-names.ts';
import type { Results } from '../../reports/results/results.ts';
import { command } from '../../reports/text/installation.ts';
import { BenchError, errorLine } from '../errors.ts';

/**
 * @param stored the run that is held against them, where it is there already
 * @throws BenchError AB-E007 that names every problem of the file
 */
export async function readBudgets(file: string, names: BudgetNames, stored?: Results): Promise<Budgets> {
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
  const issues = strangeNames(parsed.data, names, stored);
  if (issues.length === 0) return parsed.data;
  throw new BenchError('AB-E007', `${file} cannot be used:\n${z.prettifyError({ issues })}`, {
    fix: `${command('explain')} lists all names; a target of your own is one where --target names it too`,
  });
}

/** Waivers are held against the day on which somebody asks. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
