import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `declarations-main FOLDER`: copies of the declarations in it those that the library's own lead to into dist, so that a
 * package has these and no others.
 */
const [from = ''] = process.argv.slice(2);
const dist = fileURLToPath(new URL('../../../', import.meta.url));
const found = new Set<string>();

await add(join(from, 'bench/library/index.d.ts'));
for (const file of found) {
  const target = join(dist, relative(from, file));
  await mkdir(dirname(target), { recursive: true });
  await copyFile(file, target);
}

async function add(file: string): Promise<void> {
  if (found.has(file)) return;
  found.add(file);
  for (const [, path = ''] of (await readFile(file, 'utf8')).matchAll(/from '(\.[^']+)\.ts'/g))
    await add(join(dirname(file), `${path}.d.ts`));
}
