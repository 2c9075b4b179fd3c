import { access, readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/**
 * Removes from a build what has no source any more: a renamed case would live on in it. What has one is left as it is, so
 * that it stays the compiler's to write, and so may others build and clean at the same time.
 * @returns the files that are gone, as paths below the build
 */
export async function cleanBuild(sources: string, build: string): Promise<string[]> {
  const removed: string[] = [];
  for (const entry of await readdir(build, { recursive: true, withFileTypes: true })) {
    const path = relative(build, join(entry.parentPath, entry.name));
    const source = /^(.+)\.js(\.map)?$/.exec(path)?.[1];
    if (!entry.isFile() || source === undefined || (await isThere(join(sources, `${source}.ts`)))) continue;
    await rm(join(build, path), { force: true });
    removed.push(path);
  }
  for (const folder of new Set(removed.map((path) => dirname(path)))) await removeEmpty(build, folder);
  return removed.sort();
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** This folder and those above it that hold nothing. One that is not empty, or gone already, stays as it is. */
async function removeEmpty(build: string, folder: string): Promise<void> {
  if (folder === '.') return;
  const isGone = await rmdir(join(build, folder)).then(
    () => true,
    ({ code }) => code === 'ENOENT',
  );
  if (isGone) await removeEmpty(build, dirname(folder));
}
