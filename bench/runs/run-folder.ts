import { mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Format } from '../../reports/results/report.ts';
import type { Results } from '../../reports/results/results.ts';
import { BenchError } from '../errors.ts';
import { claim } from './claim.ts';
import { passOnLatest, point } from './stored-runs.ts';

/**
 * Where a run keeps what it found, for itself alone until it is disposed. Every write is whole or absent: a reader never
 * sees half a file. Throws AB-E102.
 */
export interface RunFolder extends AsyncDisposable {
  readonly path: string;
  readonly logs: string;
  /** Lets `latest` beside it point here: what has that name is a run that came to its end. */
  makeLatest(): Promise<void>;
  /** Lets it point elsewhere until then. */
  passOnLatest(): Promise<void>;
  /** Writes results.json alone; called after each cell. */
  save(results: Results): Promise<void>;
  /** Writes every file of the formats. @returns their names. */
  publish(results: Results, formats: readonly Format[]): Promise<string[]>;
}

/**
 * Creates the folder of a run. What was created is gone again with its disposal where nothing was kept in it.
 * @throws BenchError AB-E011 while another run writes there, AB-E102 when it cannot be created.
 */
export async function createRunFolder(path: string): Promise<RunFolder> {
  const logs = join(path, 'logs');
  const created = await mkdir(logs, { recursive: true }).catch((cause) => {
    throw new BenchError('AB-E102', `${path} could not be created`, { cause, fix: 'name another folder with --out' });
  });
  const removeEmpty = async () => {
    if (created !== undefined) await removeWhereEmpty(logs, created);
  };
  const claimed = await claim(path).catch(async (error) => {
    await removeEmpty();
    throw error;
  });
  return {
    ...openRunFolder(path),
    logs,
    makeLatest: () => point('latest', path),
    passOnLatest: () => passOnLatest(path),
    async [Symbol.asyncDispose]() {
      await claimed[Symbol.asyncDispose]();
      await removeEmpty();
    },
  };
}

/** From a folder up to one that it lies in, as far as nothing else is there. */
async function removeWhereEmpty(from: string, upTo: string): Promise<void> {
  for (let folder = from; folder.length >= upTo.length; folder = dirname(folder)) {
    const isRemoved = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!isRemoved) return;
  }
}

export function openRunFolder(path: string): Pick<RunFolder, 'path' | 'save' | 'publish'> {
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
