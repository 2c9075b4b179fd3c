import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const manifest = await json('package.json');

describe('what the package depends on', () => {
  it('is what its own files import, and nothing else', async () => {
    const shipped = (await sources(['bench', 'reports', 'scenarios', 'servers'])).filter(
      (path) => !path.startsWith('bench/tools/'),
    );
    // loaded where a Docker daemon answers, and missed in words
    const optional = Object.keys(manifest.peerDependencies ?? {});
    assert.deepEqual(
      (await packagesIn(shipped)).filter((name) => !optional.includes(name)),
      Object.keys(manifest.dependencies ?? {}).sort(),
    );
  });

  it('needs no script to run when it is installed', async () => {
    const { packages } = await json('package-lock.json');
    const scripted = Object.entries(packages ?? {})
      .filter(
        ([path, { dev, peer, optional, hasInstallScript }]) => path && hasInstallScript && !(dev || peer || optional),
      )
      .map(([path]) => path);
    assert.deepEqual(scripted, []);
  });
});

describe('what the image of the servers is made with', () => {
  it('is what they import, in the versions of the package', async () => {
    const { dependencies = {} } = await json('servers/package.json');
    const own = (await sources(['servers'])).filter((path) => !/^servers\/(weaknesses|variations)\//.test(path));
    assert.deepEqual(Object.keys(dependencies), await packagesIn(own));
    for (const [name, range] of Object.entries(dependencies)) assert.equal(range, manifest.dependencies?.[name], name);
  });
});

async function sources(rooms: readonly string[]): Promise<string[]> {
  const names = await Promise.all(
    rooms.map(async (room) => (await readdir(join(root, room), { recursive: true })).map((name) => join(room, name))),
  );
  return names.flat().filter((name) => name.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(name));
}

/** Packages whose values are used; types are gone when it runs. */
async function packagesIn(files: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const file of files) {
    const source = await readFile(join(root, file), 'utf8');
    for (const [, , name = ''] of source.matchAll(
      /^(import|export) (?!type )[^;]*?from '((?:@[\w.-]+\/)?[a-z][\w.-]*)(?:\/[^']*)?';/gm,
    ))
      if (name && !isBuiltin(name)) found.add(name);
    for (const [, name = ''] of source.matchAll(/\bimport\('((?:@[\w.-]+\/)?[a-z][\w.-]*)'\)/g)) found.add(name);
  }
  return [...found].filter((name) => !isBuiltin(name)).sort();
}

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly packages?: Record<string, { dev?: true; peer?: true; optional?: true; hasInstallScript?: true }>;
}

async function json(path: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(root, path), 'utf8'));
}
