import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { BenchError, errorLine } from '../../errors.ts';
import { TargetDescription } from './description.ts';

/** Tells where in a file a value stands, as far as its format allows: `:12:3`. */
type Locate = (path: readonly PropertyKey[]) => string;

/**
 * Reads and checks a description: .json and .yaml as data, .ts and .js as a module that default-exports it.
 * @throws BenchError AB-E008 that names every problem at once, each with its line where the format tells it
 */
export async function readDescription(file: string): Promise<TargetDescription> {
  const path = resolve(file);
  const { data, locate } = await parsed(path, file);
  return checkDescription(data, file, locate);
}

/** @throws BenchError AB-E008 as of a file, of which it has the name */
export function checkDescription(data: unknown, file: string, locate: Locate = () => ''): TargetDescription {
  const checked = TargetDescription.safeParse(data);
  if (checked.success) return checked.data;
  throw new BenchError('AB-E008', problems(checked.error, file, locate).join('\n       '));
}

async function parsed(path: string, file: string): Promise<{ data: unknown; locate: Locate }> {
  const kind = extname(path);
  if (['.ts', '.mts', '.js', '.mjs'].includes(kind)) return { data: await ofModule(path, file), locate: () => '' };
  if (!['.json', '.yaml', '.yml'].includes(kind))
    throw new BenchError('AB-E008', `${file} is no .ts, .js, .json or .yaml`);
  // JSON is YAML, and this parser knows its lines
  return ofText(await text(path, file), file);
}

function ofText(source: string, file: string): { data: unknown; locate: Locate } {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `:${line}:${col}`;
  };
  if (document.errors.length > 0)
    throw new BenchError(
      'AB-E008',
      document.errors.map(({ message, pos }) => `${file}${at(pos[0])}: ${message}`).join('\n       '),
    );
  const locate: Locate = (path) => {
    // what is missing is told at what should hold it
    for (let length = path.length; length >= 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range))
        return at(Number(node.range[0]));
    }
    return '';
  };
  return { data: document.toJS(), locate };
}

async function text(path: string, file: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new BenchError('AB-E008', `${file} cannot be read`, { cause });
  }
}

const flags = '--target es2023 --module esnext --moduleResolution bundler --strict --skipLibCheck --types node'.split(
  ' ',
);
const further = ['--allowImportingTsExtensions', 'false', '--rewriteRelativeImportExtensions', '--noEmitOnError'];

/** TypeScript is compiled with its types checked, so that its own messages name the line. */
async function ofModule(path: string, file: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'authbench-target-'));
  try {
    const built = join(folder, `${basename(path, extname(path))}.mjs`);
    if (/ts$/.test(path)) await compile(path, folder, built);
    else await copyFile(path, built);
    const module: unknown = await import(pathToFileURL(built).href);
    if (typeof module === 'object' && module !== null && 'default' in module) return module.default;
    throw new BenchError('AB-E008', `${file} has no default export`);
  } catch (cause) {
    if (cause instanceof BenchError) throw cause;
    throw new BenchError('AB-E008', `${file} cannot be loaded: ${errorLine(cause)}`, { cause });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** That of whoever wrote it, or ours; an installed bench has none of its own. */
function compilerFor(path: string): string {
  for (const from of [path, import.meta.url]) {
    try {
      return join(dirname(createRequire(from).resolve('typescript/package.json')), 'bin', 'tsc');
    } catch {
      // not in reach from there
    }
  }
  throw new BenchError('AB-E008', `${basename(path)} is TypeScript, and no compiler is in reach`, {
    fix: 'npm install typescript, or describe it in YAML or JavaScript',
  });
}

async function compile(path: string, folder: string, built: string): Promise<void> {
  const args = [compilerFor(path), '--ignoreConfig', path, '--outDir', folder, ...flags, ...further];
  const said = await new Promise<string>((done) => {
    execFile(process.execPath, args, { encoding: 'utf8' }, (error, stdout, stderr) => {
      done(error ? `${stdout}${stderr}`.trim() || error.message : '');
    });
  });
  if (said !== '') throw new BenchError('AB-E008', said.split('\n').join('\n       '));
  const name = basename(built).replace(/\.mjs$/, '.js');
  const made = (await readdir(folder, { recursive: true })).find((one) => basename(one) === name);
  if (made === undefined) throw new BenchError('AB-E008', `${path} compiled to nothing`);
  await copyFile(join(folder, made), built);
}

function problems(error: z.ZodError, file: string, locate: Locate): string[] {
  return flatten(error.issues, []).map(({ path, message }) => {
    const where = path.map(String).join('.');
    return `${file}${locate(path)}: ${where === '' ? '' : `${where} `}${message}`;
  });
}

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Of a value that fits no form, the problems of the form it comes nearest to. */
function flatten(issues: readonly z.core.$ZodIssue[], above: readonly PropertyKey[]): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const path = [...above, ...issue.path];
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const nearest = issue.errors.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? [];
      return flatten(nearest, path);
    }
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: [...path, key], message: 'is not known here' }));
    return [{ path, message: issue.message }];
  });
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(...issues.map(({ path }) => path.length));
}
