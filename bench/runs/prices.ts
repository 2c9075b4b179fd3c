import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { PriceFile } from '../../reports/capacity/price-file.ts';
import type { Prices } from '../../reports/capacity/prices.ts';
import { BenchError, errorLine } from '../errors.ts';

/** @throws BenchError AB-E013 that names every problem of the file. */
export async function readPrices(file: string): Promise<Prices> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new BenchError('AB-E013', `${file} cannot be read`, { cause });
  });
  let given: unknown;
  try {
    given = parse(text);
  } catch (cause) {
    throw new BenchError('AB-E013', `${file} is not YAML: ${errorLine(cause)}`);
  }
  const read = PriceFile.safeParse(given);
  if (!read.success) throw new BenchError('AB-E013', `${file} cannot be used:\n${z.prettifyError(read.error)}`);
  return read.data;
}
