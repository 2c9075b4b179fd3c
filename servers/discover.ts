import { readdir } from 'node:fs/promises';
import { basename, extname, sep } from 'node:path';
import { ConfigError } from './http/errors.ts';

/** TypeScript beside TypeScript, JavaScript beside JavaScript: whatever this file runs as. */
const EXTENSION = extname(import.meta.url);

interface ScenarioDescription {
  readonly id: string;
}

/**
 * What a folder and the folders in it hold, so that no list has to be kept: each file default-exports one thing whose
 * `id` is the file's name, or a family, which is an array of things whose ids are that name or begin with it and a hyphen.
 * @throws ConfigError naming every file that breaks the rule.
 */
export async function discover<T extends ScenarioDescription>(folder: URL): Promise<ReadonlyMap<T['id'], T>> {
  return load<T>(folder, await filesIn(folder));
}

/**
 * The one of this id, as `discover` finds it; loads the file of its name, else only files whose family may hold it.
 * @throws ConfigError naming the file that breaks the rule.
 */
export async function find<T extends ScenarioDescription>(folder: URL, id: T['id']): Promise<T | undefined> {
  const files = (await filesIn(folder)).filter((file) => isOf(nameOf(file), id));
  for (const file of files.sort((a, b) => nameOf(b).length - nameOf(a).length)) {
    const one = (await load<T>(folder, [file])).get(id);
    if (one) return one;
  }
  return undefined;
}

async function load<T extends ScenarioDescription>(
  folder: URL,
  files: readonly string[],
): Promise<ReadonlyMap<T['id'], T>> {
  const found = await Promise.all(
    files.map(async (file) => ({ file, exported: (await import(new URL(file, folder).href)).default as unknown })),
  );
  const problems = found.flatMap(({ file, exported }) => problemsOf(file, exported));
  if (problems.length > 0) throw new ConfigError(problems);
  const members = found
    .flatMap(({ file, exported }) => (Array.isArray(exported) ? exported : [exported]).map((one: T) => ({ file, one })))
    .sort((a, b) => (a.one.id < b.one.id ? -1 : 1));
  const twice = members.filter(({ one }, i) => one.id === members[i - 1]?.one.id);
  if (twice.length > 0)
    throw new ConfigError(twice.map(({ file, one: { id } }) => `${file}: exports the id "${id}", as another one does`));
  return new Map(members.map(({ one }) => [one.id, one]));
}

/** Their paths below the folder. */
async function filesIn(folder: URL): Promise<string[]> {
  const files = await readdir(folder, { recursive: true });
  return files
    .filter((file) => extname(file) === EXTENSION && !/\.(test|d)\.[jt]s$/.test(file))
    .map((file) => file.replaceAll(sep, '/'))
    .sort();
}

function nameOf(file: string): string {
  return basename(file, EXTENSION);
}

function isOf(family: string, id: string): boolean {
  return id === family || id.startsWith(`${family}-`);
}

function problemsOf(file: string, exported: unknown): string[] {
  if (typeof exported !== 'object' || exported === null) return [`${file}: has no default export`];
  if (!Array.isArray(exported)) {
    const { id } = exported as Partial<ScenarioDescription>;
    return id === nameOf(file) ? [] : [`${file}: exports the id ${JSON.stringify(id)}, rename one of them`];
  }
  if (exported.length === 0) return [`${file}: its family has no member`];
  return exported.flatMap((member: Partial<ScenarioDescription> | undefined) =>
    isOf(nameOf(file), String(member?.id))
      ? []
      : [`${file}: exports the id ${JSON.stringify(member?.id)}, which begins with another name than its family’s`],
  );
}
