import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Processes that bear this path in their environment, their command line or as their working folder. */
export async function processesOf(path: string): Promise<string[]> {
  const found = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map(async (pid) => {
        const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '');
        const where = await readlink(`/proc/${pid}/cwd`).catch(() => '');
        return `${await read('environ')}${await read('cmdline')}${where}`.includes(path) ? [pid] : [];
      }),
  );
  return found.flat();
}

/** The sockets on which these processes listen, by the number that the kernel gave each. */
export async function socketsOf(pids: readonly string[]): Promise<string[]> {
  const held = await Promise.all(pids.map(openFiles));
  const sockets = new Set(held.flat().flatMap((file) => /^socket:\[(\d+)\]$/.exec(file)?.[1] ?? []));
  return (await listening()).filter((socket) => sockets.has(socket));
}

/** Every TCP socket of this machine on which somebody listens. */
export async function listening(): Promise<string[]> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  return tables.flatMap((table) =>
    table.split('\n').flatMap((line) => {
      const [, , , state, , , , , , inode] = line.trim().split(/\s+/);
      return state === LISTEN && inode !== undefined ? [inode] : [];
    }),
  );
}

/** Containers, running or not; undefined where no Docker daemon answers. */
export async function listContainers(): Promise<string[] | undefined> {
  const listed = await promisify(execFile)('docker', ['ps', '--all', '--quiet'], { timeout: 5_000 }).catch(
    () => undefined,
  );
  return listed?.stdout.split('\n').filter((id) => id !== '');
}

/** TCP_LISTEN in proc(5)'s /proc/net/tcp. */
const LISTEN = '0A';

async function openFiles(pid: string): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
}
