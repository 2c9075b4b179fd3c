import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the bench keeps what holds for this machine and can be made again, by a name of its own. */
export function cacheFolder(name: string): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'authbench', name);
}
