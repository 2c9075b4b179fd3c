import { readdir } from 'node:fs/promises';
import { basename, extname, sep } from 'node:path';
import { ConfigError } from './http/errors.ts';

/** TypeScript beside TypeScript, JavaScript beside JavaScript: whatever this file runs as. */
const EXTENSION = extname(import.meta.url);

/**
 * What a folder holds, its families (folders in it) too: each file default-exports one thing whose `id` is the file's
 * name, so that no list has to be kept.
 * @param only loads the files of these ids alone.
 * @throws ConfigError naming every file that breaks the rule.
 */
export async function discover<T extends { readonly id: string }>(
  folder: URL,
  only?: (id: string) => boolean,
): Promise<ReadonlyMap<T['id'], T>> {
  const files = (await filesIn(folder)).filter((file) => only?.(idOf(file)) ?? true);
  const found = await Promise.all(
    files.map(async (path) => {
      const id = idOf(path);
      const file = new URL(path, folder);
      const thing: Partial<T> | undefined = (await import(file.href)).default;
      return { id, thing, problem: problemOf(id, thing) };
    }),
  );
  const problems = found.flatMap(({ problem }) => problem ?? []);
  if (problems.length > 0) throw new ConfigError(problems);
  return new Map(found.map(({ id, thing }) => [id, thing as T]));
}

/** The ids that a folder has, without loading anything. */
export async function idsIn(folder: URL): Promise<string[]> {
  return (await filesIn(folder)).map(idOf);
}

/** Their paths below the folder, by id, whatever family they are in. */
async function filesIn(folder: URL): Promise<string[]> {
  const files = await readdir(folder, { recursive: true });
  return files
    .filter((file) => extname(file) === EXTENSION && !/\.(test|d)\.[jt]s$/.test(file))
    .map((file) => file.replaceAll(sep, '/'))
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

function idOf(file: string): string {
  return basename(file, EXTENSION);
}

function problemOf(id: string, thing: { readonly id?: string } | undefined): string | undefined {
  const file = id + EXTENSION;
  if (typeof thing !== 'object' || thing === null) return `${file}: has no default export`;
  return thing.id === id ? undefined : `${file}: exports the id ${JSON.stringify(thing.id)}, rename one of them`;
}
