import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Format } from '../../reports/report.ts';
import type { Results } from '../../reports/results.ts';
import { BenchError } from '../errors.ts';
import { claim } from './claim.ts';
import { point } from './stored-runs.ts';

/**
 * Where a run keeps what it found, for itself alone until it is disposed. Every write is whole or absent: a reader never
 * sees half a file. Throws AB-E102.
 */
export interface RunFolder extends AsyncDisposable {
  readonly path: string;
  readonly logs: string;
  /** Writes results.json alone; called after each cell. */
  save(results: Results): Promise<void>;
  /** Writes every file of the formats. @returns their names. */
  publish(results: Results, formats: readonly Format[]): Promise<string[]>;
}

/**
 * Creates the folder of a run, and lets `latest` beside it point there.
 * @throws BenchError AB-E011 while another run writes there.
 */
export async function createRunFolder(path: string): Promise<RunFolder> {
  const logs = join(path, 'logs');
  await mkdir(logs, { recursive: true });
  const claimed = await claim(path);
  await point('latest', path);
  return { ...openRunFolder(path), logs, [Symbol.asyncDispose]: () => claimed[Symbol.asyncDispose]() };
}

export function openRunFolder(path: string): Omit<RunFolder, 'logs' | keyof AsyncDisposable> {
  return {
    path,
    save: (results) => replace(join(path, 'results.json'), `${JSON.stringify(results)}\n`),
    async publish(results, formats) {
      const files = formats.flatMap(({ files }) => Object.entries(files));
      for (const [name, render] of files) await replace(join(path, name), render(results));
      return files.map(([name]) => name);
    },
  };
}

async function replace(path: string, text: string): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  try {
    await writeFile(part, text);
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    throw new BenchError('AB-E102', `${path} could not be written`, { cause });
  }
}
