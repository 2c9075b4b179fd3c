import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { BenchError, errorLine } from '../errors.ts';

/** A Node.js that servers can be run by. */
export interface NodeRuntime {
  /** The version or the path by which it was asked for. */
  readonly asked: string;
  /** Of its program. */
  readonly path: string;
  readonly node: string;
  readonly v8: string;
  readonly openssl: string;
}

/** Finds the program of one version, as `24` or `24.22.3`; undefined where there is none. */
type Finder = (version: string) => Promise<string | undefined>;

/** The oldest that the servers run on. */
export const leastNode = '20.19';

/**
 * What `--node` names: each a version, or the path of a program. A version is the Node.js that runs now where it matches,
 * else that of the npm package `node` where npm has it: nothing is downloaded. None is named twice.
 * @throws BenchError AB-E012 that names every problem at once
 */
export async function findRuntimes(asked: readonly string[], find: Finder = inNpmCache): Promise<NodeRuntime[]> {
  const tried = await Promise.allSettled(asked.map((item) => findRuntime(item, find)));
  const problems = tried.flatMap((one) => (one.status === 'rejected' ? [one.reason.message] : []));
  if (problems.length > 0) throw new BenchError('AB-E012', problems.join('\n       '));
  const found = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return found.filter(({ node }, i) => found.findIndex((other) => other.node === node) === i);
}

/** What is no version is a path. */
const version = /^\d+(\.\d+){0,2}$/;

async function findRuntime(asked: string, find: Finder): Promise<NodeRuntime> {
  const path = version.test(asked)
    ? isOf(asked, process.versions.node)
      ? process.execPath
      : await find(asked)
    : asked;
  if (path === undefined)
    throw new Error(
      `--node ${asked}: neither this Node.js nor npm's cache has that version; npm keeps it after\n         npx --yes --package=node@${asked} -- node --version`,
    );
  return { asked, ...(await probed(asked, resolve(path))) };
}

function isOf(wanted: string, found: string): boolean {
  return `${found}.`.startsWith(`${wanted}.`);
}

const Versions = z.object({ node: z.string(), v8: z.string(), openssl: z.string() });

/** Asks the program itself, in the environment that servers get. */
async function probed(asked: string, path: string): Promise<Omit<NodeRuntime, 'asked'>> {
  const print = 'process.stdout.write(JSON.stringify(process.versions))';
  const { stdout } = await promisify(execFile)(path, ['-e', print], { timeout: answerWithinMs, env: {} }).catch(
    (error) => {
      throw new Error(`--node ${asked}: ${path} does not start: ${reasonOf(error)}`);
    },
  );
  const said = Versions.safeParse(parsed(stdout));
  if (!said.success) throw new Error(`--node ${asked}: ${path} is no Node.js`);
  if (isOlder(said.data.node, leastNode))
    throw new Error(
      `--node ${asked}: ${path} is Node.js ${said.data.node}, and ${leastNode} is the oldest that will do`,
    );
  return { path, ...said.data };
}

const answerWithinMs = 15_000;

function reasonOf(error: unknown): string {
  const { code, killed, stderr } = error as { code?: unknown; killed?: boolean; stderr?: string };
  if (killed) return `no answer within ${answerWithinMs / 1_000} s`;
  return stderr?.trim().split('\n').at(-1) || (typeof code === 'string' ? code : errorLine(error));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isOlder(found: string, least: string): boolean {
  const [a, b] = [found, least].map((text) => text.split('.').map(Number));
  const [major = 0, minor = 0] = a ?? [];
  const [leastMajor = 0, leastMinor = 0] = b ?? [];
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}

/** The package `node` as npx has installed it once; npm finds it by itself, and asks nobody. */
async function inNpmCache(wanted: string): Promise<string | undefined> {
  const args = ['exec', '--offline', '--yes', `--package=node@${wanted}`, '--', 'node', '-p', 'process.execPath'];
  const windows = process.platform === 'win32';
  const told = await promisify(execFile)('npm', args, { timeout: answerWithinMs, shell: windows }).catch(
    () => undefined,
  );
  return told?.stdout.trim().split('\n').at(-1) || undefined;
}
