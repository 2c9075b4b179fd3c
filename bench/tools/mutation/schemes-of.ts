import { readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { inOwnMemory } from './sound-launches.ts';

/**
 * The servers that are built from a file, by their imports, the likelier ones to come to all of it first: those that together
 * have a cookie, a token and a store. The memory of a process is that of servers which have it in place of a store.
 * @param root the folder of the project @param schemes ids
 */
export async function schemesOf(root: string, file: string, schemes: readonly string[]): Promise<string[]> {
  const likelier = [...schemes].sort((a, b) => Number(likely.includes(b)) - Number(likely.includes(a)));
  if (file === ownMemory) return likelier.filter((id) => likely.includes(id)).map(inOwnMemory);
  if ((await importedBy(root, 'servers/start.ts')).has(file)) return likelier;
  const built = likelier.map(async (id) => (await importedBy(root, `servers/schemes/${id}.ts`)).has(file));
  const isBuilt = await Promise.all(built);
  return likelier.filter((_, i) => isBuilt[i]);
}

/** All files that servers are built from: tools beside them are not. @param schemes ids */
export async function servedFiles(root: string, schemes: readonly string[]): Promise<Set<string>> {
  const served = await importedBy(root, 'servers/start.ts');
  for (const scheme of schemes) await importedBy(root, `servers/schemes/${scheme}.ts`, served);
  return served;
}

const ownMemory = 'servers/store/memory.ts';
const likely = ['session', 'jwt-refresh'];

async function importedBy(root: string, file: string, known = new Set<string>()): Promise<Set<string>> {
  if (known.has(file)) return known;
  known.add(file);
  const source = await readFile(join(root, file), 'utf8');
  const imports = /(?:^(?:import|export) (?!type ).*?from |await import\()'(\.[^']+)'/gms;
  for (const [, path = ''] of source.matchAll(imports))
    await importedBy(root, normalize(join(dirname(file), path)), known);
  return known;
}
