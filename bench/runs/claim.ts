import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BenchError } from '../errors.ts';

/** Holds the id of the process that writes into a run's folder, for as long as it does. */
export const claimName = 'running.pid';

/**
 * Two that write into one folder would each overwrite what the other has saved. A claim whose process is gone, killed
 * perhaps, counts for nothing.
 * @throws BenchError AB-E011 while another process has the folder.
 */
export async function claim(folder: string): Promise<AsyncDisposable> {
  const file = join(folder, claimName);
  const owner = await claimant(folder);
  const taken = (by: string, cause?: unknown) => new BenchError('AB-E011', `${by} writes into ${folder}`, { cause });
  if (owner !== undefined) throw taken(`process ${owner}`);
  await rm(file, { force: true });
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw taken('another run', error);
    throw new BenchError('AB-E102', `${file} could not be written`, { cause: error });
  }
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
}

/** The process that writes into a run's folder; undefined where none does. */
export async function claimant(folder: string): Promise<number | undefined> {
  const pid = Number(await readFile(join(folder, claimName), 'utf8').catch(() => ''));
  return isRunning(pid) ? pid : undefined;
}

function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // it is there, and somebody else's
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
