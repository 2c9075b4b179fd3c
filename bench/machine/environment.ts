import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { promisify } from 'node:util';
import type { Results } from '../../reports/results/results.ts';
import { isCheckout } from '../../reports/text/installation.ts';

const require = createRequire(import.meta.url);
const underTest = ['koa', 'koa-session', '@koa/router', 'jose', 'ioredis', 'autocannon', 'undici'];

/** What a reader must know of the machine and the libraries to judge a figure. */
export async function readEnvironment(): Promise<Results['environment']> {
  return {
    cpu: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    os: `${type()} ${release()} ${arch()}`,
    node: process.versions.node,
    v8: process.versions.v8,
    openssl: process.versions.openssl,
    loadAverage: loadavg().map((value) => Math.round(value * 100) / 100),
    commit: await commit(),
    versions: Object.fromEntries(underTest.map((name) => [name, installedVersion(name)])),
  };
}

/** The installed version of a dependency, 'unknown' where its package.json cannot be reached. */
function installedVersion(name: string): string {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      return String((require(`${folder}/${name}/package.json`) as { version: unknown }).version);
    } catch {
      // not in this folder
    }
  }
  return 'unknown';
}

/** Of the checkout; a repository that an installed bench is called in is somebody else's. */
async function commit(): Promise<string | null> {
  if (!isCheckout) return null;
  try {
    const cwd = import.meta.dirname;
    const { stdout } = await promisify(execFile)('git', ['describe', '--always', '--dirty'], { cwd, timeout: 2_000 });
    return stdout.trim();
  } catch {
    return null;
  }
}
