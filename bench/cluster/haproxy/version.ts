import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Name and version of a HAProxy, as `haproxy 2.6.12`. */
export async function haproxyVersion(program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(program, ['-v'], { timeout: 5_000 });
  return `haproxy ${/version (\d[\d.]*\d)/.exec(stdout)?.[1] ?? 'unknown'}`;
}
