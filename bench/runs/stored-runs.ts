import { existsSync } from 'node:fs';
import { readdir, readFile, readlink, realpath, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { readResults } from '../../reports/results/read-results.ts';
import type { Results } from '../../reports/results/results.ts';
import { command, isCheckout } from '../../reports/text/installation.ts';
import { nearest } from '../../reports/text/nearest.ts';
import { BenchError } from '../errors.ts';

/** Where runs are kept. Names in it are ids, and two links: the last complete run, and the one that others are held against. */
export const runsFolder = isCheckout ? join('reports', 'runs') : 'authbench';
const links = ['latest', 'baseline'] as const;

/** The folder of a run by its id, `latest`, `baseline`, or a path. */
export function runPath(name: string): string {
  return resolve(name.includes('/') ? name : join(runsFolder, name));
}

/** @throws BenchError AB-E004 when there is no run, AB-E010 when it is none that this version can read. */
export async function readRun(name: string): Promise<Results> {
  const path = runPath(name);
  const file = join(path, 'results.json');
  const text = await readFile(file, 'utf8').catch(async (cause) => {
    if (['ENOENT', 'ENOTDIR'].includes(cause.code)) throw await missing(name, path);
    throw new BenchError('AB-E004', `${file} cannot be read`, { cause });
  });
  const read = readResults(parse(text));
  if ('problem' in read) throw new BenchError('AB-E010', `${file} cannot be read: ${read.problem}`);
  return read.results;
}

/** The baseline, or undefined where none was set. @throws BenchError AB-E004 when what it points to is gone. */
export async function readBaseline(): Promise<Results | undefined> {
  const target = await readlink(join(runsFolder, 'baseline')).catch(() => undefined);
  if (target === undefined) return undefined;
  return await readRun('baseline').catch((cause) => {
    const fix = `set another: ${command('baseline set RUN')}, or delete ${join(runsFolder, 'baseline')}`;
    throw new BenchError('AB-E004', `the baseline, ${target}, cannot be read`, { cause, fix });
  });
}

export async function runNames(): Promise<string[]> {
  const names = await readdir(runsFolder).catch(() => []);
  return names
    .filter(
      (name) => !(links as readonly string[]).includes(name) && !name.startsWith('.') && !/\.(jsonl|html)$/.test(name),
    )
    .sort();
}

/** By which of the two links a run is known too. */
export async function linkedTo(name: string): Promise<string[]> {
  const pathOf = (link: string) => realpath(runPath(link)).catch(() => undefined);
  const path = await pathOf(name);
  const targets = await Promise.all(links.map(pathOf));
  return links.filter((_, i) => path !== undefined && targets[i] === path);
}

/** Lets `latest` or `baseline` beside a run point to it; never absent in between. */
export async function point(link: 'latest' | 'baseline', path: string, folder: string = dirname(path)): Promise<void> {
  const part = join(folder, `.${link}-${process.pid}`);
  await rm(part, { force: true });
  await symlink(relative(await realpath(folder), await realpath(path)), part);
  await rename(part, join(folder, link));
}

/**
 * Takes the name `latest` from a run that is gone on with, which is none that came to its end until it does so again: the
 * last other one beside it has the name meanwhile, or nobody.
 */
export async function passOnLatest(path: string): Promise<void> {
  const folder = dirname(path);
  const link = join(folder, 'latest');
  const own = await realpath(path);
  if ((await realpath(link).catch(() => undefined)) !== own) return;
  // ids begin with the time
  const names = (await readdir(folder)).filter((name) => !(links as readonly string[]).includes(name));
  for (const name of names.sort().reverse()) {
    const other = await realpath(join(folder, name)).catch(() => own);
    if (other === own || !(await isComplete(other))) continue;
    return point('latest', other, folder);
  }
  await rm(link, { force: true });
}

async function isComplete(path: string): Promise<boolean> {
  const read = readResults(parse(await readFile(join(path, 'results.json'), 'utf8').catch(() => '')));
  return 'results' in read && read.results.run.state === 'complete';
}

/** What is not there, and which runs are. */
async function missing(name: string, path: string): Promise<BenchError> {
  const names = await runNames();
  if (name === 'latest') return noneYet(names);
  const refused = (message: string, fix: string) => new BenchError('AB-E004', message, { fix });
  if (name === 'baseline' && (await readlink(path).catch(() => undefined)) === undefined)
    return refused('no baseline is set', command('baseline set latest'));
  const isId = dirname(path) === resolve(runsFolder);
  if (existsSync(path) || !isId) {
    const what = existsSync(path) ? `${path} holds no results.json` : `there is no folder ${path}`;
    return refused(what, 'give the folder of a run, in which its results.json is');
  }
  const what = `there is no run '${basename(path)}' in ${runsFolder}`;
  if (names.length === 0) return refused(what, `no runs yet: ${command()}`);
  const alike = nearest(basename(path), names);
  const all = `all runs: ${command('list')}`;
  return refused(what, alike.length > 0 ? `near it: ${alike.join(', ')}; ${all}` : all);
}

/** Runs that did not come to their end are there all the same, and are read by their names. */
function noneYet(names: readonly string[]): BenchError {
  const first = 'no run has come to its end here';
  if (names.length === 0) return new BenchError('AB-E004', first, { fix: `measure one: ${command()}` });
  return new BenchError('AB-E004', first, {
    fix: `measure one, or name one that did not: ${names.slice(-3).join(', ')}`,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As `--resume` takes it. */
export function nameOfRun(path: string): string {
  return dirname(path) === resolve(runsFolder) ? basename(path) : path;
}
