import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { reachFile } from './reach.ts';

/** One small change of our servers, as Stryker makes them (https://stryker-mutator.io/docs/mutation-testing-elements/supported-mutators). */
export interface Mutant {
  readonly id: string;
  /** From the root of the project. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly mutator: string;
  /** What stands there, and what would in its place. */
  readonly original: string;
  readonly replacement: string;
}

/** Where those that are active are named: read once by each server. */
const activeFile = 'active-mutants';
const switchFile = 'servers/mutant-switch.ts';

/**
 * Writes all mutants of these files into their sources, each behind a switch, so that one build holds them all. Left as
 * they are: texts for people, since nobody is attacked by a message; what is logged, which has tests of its own; and what a
 * scheme says of itself, which clients go by and no server.
 * @param folder of the sources; `files` are paths in it
 */
export async function writeMutants(folder: string, files: readonly string[]): Promise<Mutant[]> {
  const sources = await Promise.all(
    files.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  );
  const given = sources.map(({ name, text }) => ({ name, content: text, mutate: true }));
  const options = { plugins: null, excludedMutations: [], ignorers: [{ shouldIgnore: leftOut }], noHeader: true };
  const { files: written, mutants } = await new Instrumenter(silent).instrument(given, options);
  for (const { name, content } of written) {
    const from = relative(dirname(name), switchFile);
    const path = from.startsWith('.') ? from : `./${from}`;
    await writeFile(join(folder, name), `import { stryCov_9fa48, stryMutAct_9fa48 } from '${path}';\n${content}`);
  }
  await writeFile(join(folder, switchFile), switchSource);
  return mutants
    .filter(({ status }) => status !== 'Ignored')
    .map(({ id, fileName, mutatorName, replacement, location }) => ({
      ...{ id, file: fileName, line: location.start.line + 1, mutator: mutatorName, replacement },
      original: textAt(sources.find(({ name }) => name === fileName)?.text ?? '', location),
    }))
    .filter(({ mutator, original }) => mutator !== 'StringLiteral' || !/\s/.test(original));
}

/** Makes them the active ones of a build: those of the servers that are started after it. */
export async function activate(folder: string, ids: readonly string[]): Promise<void> {
  await writeFile(join(folder, 'dist', 'servers', activeFile), ids.join());
}

/** Names that the instrumenter gives them. Ids are numbers: each has its byte. */
const switchSource = `import { existsSync, openSync, readFileSync, writeSync } from 'node:fs';
const active = new Set(readFileSync(new URL('./${activeFile}', import.meta.url), 'utf8').split(','));
const reach = new URL('./${reachFile}', import.meta.url);
const file = existsSync(reach) ? openSync(reach, 'r+') : undefined;
const mark = Buffer.of(1);
export const stryMutAct_9fa48 = (id: string) => active.has(id);
export const stryCov_9fa48 = (...ids: string[]) => {
  if (file !== undefined) for (const id of ids) writeSync(file, mark, 0, 1, Number(id));
};
`;

const ofScheme = ['id', 'variant', 'title', 'summary', 'traits', 'protocol'];

/** @returns why nothing in a place is changed, or undefined */
function leftOut(path: object): string | undefined {
  const { node, parentPath } = path as Place;
  if (node.type === 'CallExpression' && node.callee?.name === 'log') return 'a log';
  const ofExported = /^TSSatisfies|^ExportDefault/.test(parentPath?.parentPath?.node.type ?? '');
  if (ofExported && node.type === 'ObjectProperty' && ofScheme.includes(node.key?.name ?? ''))
    return 'what a scheme says of itself';
  return undefined;
}

/** A path of Babel, which brings no types: what is asked of it. */
interface Place {
  readonly node: { readonly type: string; readonly callee?: Name; readonly key?: Name };
  readonly parentPath?: Place;
}
interface Name {
  readonly name?: string;
}

/** Lines and columns are counted from 0. */
function textAt(source: string, { start, end }: Location): string {
  const lines = source.split('\n').slice(start.line, end.line + 1);
  const last = lines.length - 1;
  const cut = lines.map((line, i) => line.slice(i === 0 ? start.column : 0, i === last ? end.column : undefined));
  return cut.join(' ').replace(/\s+/g, ' ');
}

interface Location {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

const silent = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace() {},
  debug() {},
  info() {},
  warn() {},
  error() {},
  fatal() {},
};
