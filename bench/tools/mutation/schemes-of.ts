import { readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';

/**
 * The schemes whose servers are built from a file, by their imports: where it is part of every server,
 * those that together have a cookie, a token, and a store.
 * @param root the folder of the project @param schemes ids, the likelier ones first @param most how many, where it is not part of all
 */
export async function schemesOf(root: string, file: string, schemes: readonly string[], most = 2): Promise<string[]> {
  if ((await importedBy(root, 'servers/start.ts')).has(file)) return schemes.filter((id) => everywhere.includes(id));
  const using: string[] = [];
  for (const scheme of schemes)
    if ((await importedBy(root, `servers/schemes/${scheme}.ts`)).has(file)) using.push(scheme);
  return using.slice(0, most);
}

/** All files that servers are built from: tools beside them are not. @param schemes ids */
export async function servedFiles(root: string, schemes: readonly string[]): Promise<Set<string>> {
  const served = await importedBy(root, 'servers/start.ts');
  for (const scheme of schemes) await importedBy(root, `servers/schemes/${scheme}.ts`, served);
  return served;
}

const everywhere = ['session', 'jwt-refresh'];

async function importedBy(root: string, file: string, known = new Set<string>()): Promise<Set<string>> {
  if (known.has(file)) return known;
  known.add(file);
  const source = await readFile(join(root, file), 'utf8');
  const imports = /(?:^(?:import|export) (?!type ).*?from |await import\()'(\.[^']+)'/gms;
  for (const [, path = ''] of source.matchAll(imports))
    await importedBy(root, normalize(join(dirname(file), path)), known);
  return known;
}
