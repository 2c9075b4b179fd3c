import { existsSync, readFileSync } from 'node:fs';
import type { Defence } from '../../../servers/weakness.ts';
import type { SourceLine } from '../target.ts';

const root = new URL('../../../../', import.meta.url);

/**
 * The line that a defence of a scheme stands in. A test holds that there is exactly one; a run where it is not found,
 * or where the sources are not there, points to the file.
 */
export function sourceLine(defence: Defence, scheme: string): SourceLine {
  return { file: fileOf(defence, scheme), line: defenceLines(defence, scheme)[0] ?? 1 };
}

/** Every line of the file that holds the text, counted from 1. */
export function defenceLines(defence: Defence, scheme: string): number[] {
  return linesOf(fileOf(defence, scheme), defence.line);
}

/** A scheme that is built on another one has that one's defences: they stand in its file. */
function fileOf({ file, line }: Defence, scheme: string): string {
  const own = file.replace('{scheme}', scheme);
  if (own === file || linesOf(own, line).length > 0) return own;
  const bases = [...textOf(own).matchAll(/ from '\.\/([\w-]+)\.ts'/g)].map(([, base]) =>
    file.replace('{scheme}', base ?? ''),
  );
  return bases.find((base) => linesOf(base, line).length > 0) ?? own;
}

function linesOf(file: string, line: string): number[] {
  return textOf(file)
    .split('\n')
    .flatMap((text, i) => (text.includes(line) ? [i + 1] : []));
}

function textOf(file: string): string {
  const url = new URL(file, root);
  return existsSync(url) ? readFileSync(url, 'utf8') : '';
}
