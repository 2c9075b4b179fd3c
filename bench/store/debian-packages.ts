import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { BenchError } from '../errors.ts';
import { cacheFolder } from '../machine/cache-folder.ts';

const run = promisify(execFile);

/** The server and the libraries that a small installation lacks. */
const packages = ['redis-server', 'redis-tools', 'liblzf1', 'libjemalloc2', 'libatomic1'];
const fetchWithinMs = 120_000;

export interface UnpackedRedis {
  readonly program: string;
  /** For LD_LIBRARY_PATH. */
  readonly libraries: string;
}

/**
 * Downloads Redis as packages, which apt checks against the archive's signature, and unpacks them into the user's cache.
 * A later call finds them there.
 * @throws BenchError AB-E101 when they cannot be had.
 */
export async function fetchRedis(signal: AbortSignal, log: (text: string) => void): Promise<UnpackedRedis> {
  const folder = cacheFolder('redis-debian');
  if (!(await usable(folder))) {
    log(`fetching ${packages[0]} from the Debian archive into ${folder}, about 2 MB`);
    await mkdir(dirname(folder), { recursive: true });
    // Unpacked elsewhere and moved when complete: an interrupted download is never taken for a store.
    const unfinished = await mkdtemp(`${folder}-`);
    try {
      await download(unfinished, signal);
      await unpack(unfinished, signal);
      await rm(folder, { recursive: true, force: true });
      await rename(join(unfinished, 'root'), folder);
    } catch (error) {
      throw new BenchError('AB-E101', 'redis-server could not be fetched as a Debian package', { cause: error });
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  return { program: programIn(folder), libraries: await librariesIn(folder) };
}

const programIn = (root: string) => join(root, 'usr/bin/redis-server');

async function librariesIn(root: string): Promise<string> {
  const [triplet = ''] = await readdir(join(root, 'usr/lib')).then((names) =>
    names.filter((name) => name.includes('-linux-')),
  );
  return join(root, 'usr/lib', triplet);
}

async function usable(root: string): Promise<boolean> {
  return access(programIn(root), constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** With the machine's package lists, or, where it has none (a container image), with lists of our own. */
async function download(folder: string, signal: AbortSignal): Promise<void> {
  const options = { cwd: folder, signal, timeout: fetchWithinMs };
  await run('apt-get', ['download', ...packages], options).catch(async () => {
    await mkdir(join(folder, 'lists/partial'), { recursive: true });
    const own = ['-o', `Dir::State::Lists=${join(folder, 'lists')}`, '-o', `Dir::Cache=${folder}`];
    await run('apt-get', [...own, 'update'], options);
    await run('apt-get', [...own, 'download', ...packages], options);
  });
}

async function unpack(folder: string, signal: AbortSignal): Promise<void> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.deb'));
  for (const file of files) await run('dpkg-deb', ['-x', file, 'root'], { cwd: folder, signal });
}
