import { readdir } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { ConfigError } from './http/errors.ts';

/** TypeScript beside TypeScript, JavaScript beside JavaScript: whatever this file runs as. */
const EXTENSION = extname(import.meta.url);

/**
 * What a folder holds: each file default-exports one thing whose `id` is the file's name, so that no list has to be kept.
 * @param only loads the files of these ids alone.
 * @throws ConfigError naming every file that breaks the rule.
 */
export async function discover<T extends { readonly id: string }>(
  folder: URL,
  only?: (id: string) => boolean,
): Promise<ReadonlyMap<T['id'], T>> {
  const ids = (await idsIn(folder)).filter(only ?? (() => true));
  const found = await Promise.all(
    ids.map(async (id) => {
      const file = new URL(id + EXTENSION, folder);
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
  const files = await readdir(folder);
  return files
    .filter((file) => extname(file) === EXTENSION && !/\.(test|d)\.[jt]s$/.test(file))
    .map((file) => basename(file, EXTENSION))
    .sort();
}

function problemOf(id: string, thing: { readonly id?: string } | undefined): string | undefined {
  const file = id + EXTENSION;
  if (typeof thing !== 'object' || thing === null) return `${file}: has no default export`;
  return thing.id === id ? undefined : `${file}: exports the id ${JSON.stringify(thing.id)}, rename one of them`;
}
