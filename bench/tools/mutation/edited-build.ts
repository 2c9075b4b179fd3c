import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { guarded } from '../../machine/guard.ts';
import { type Edit, edited } from './planted.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** A copy of the build, with servers of its own. Disposing it leaves nothing. */
export interface EditedBuild extends AsyncDisposable {
  readonly folder: string;
}

/** @param edits of files of servers */
export function buildEdited(edits: readonly Edit[]): Promise<EditedBuild> {
  return buildFrom(async (folder) => {
    for (const edit of edits) {
      const path = join(folder, edit.file);
      await writeFile(path, edited(await readFile(path, 'utf8'), edit));
    }
  });
}

/** @param change makes the sources of the copy in its folder what they are to be */
export async function buildFrom(change: (folder: string) => Promise<void>): Promise<EditedBuild> {
  return inFolder(async (folder) => {
    for (const name of ['dist', 'servers', 'package.json', 'tsconfig.json'])
      await cp(join(root, name), join(folder, name), { recursive: true, filter: (path) => !isLeftOut(path) });
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await change(folder);
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    await promisify(execFile)(process.execPath, [tsc, '--noCheck', '--incremental', 'false', '-p', folder]);
  });
}

/** The same build once more, in a folder of its own. */
export function copyOf({ folder: from }: EditedBuild): Promise<EditedBuild> {
  return inFolder(async (folder) => {
    await cp(join(from, 'dist'), join(folder, 'dist'), { recursive: true });
    for (const name of ['package.json', 'node_modules']) await symlink(join(root, name), join(folder, name));
  });
}

/** A folder that does not outlive this process, however that ends. */
async function inFolder(fill: (folder: string) => Promise<void>): Promise<EditedBuild> {
  const folder = await mkdtemp(join(tmpdir(), 'authbench-'));
  const guard = await guarded(undefined, [], { folder });
  try {
    await fill(folder);
    return { folder, [Symbol.asyncDispose]: () => guard[Symbol.asyncDispose]() };
  } catch (error) {
    await guard[Symbol.asyncDispose]();
    throw error;
  }
}

function isLeftOut(path: string): boolean {
  return /\.test\.(ts|js)$|\.js\.map$|\.tsbuildinfo$/.test(path);
}
