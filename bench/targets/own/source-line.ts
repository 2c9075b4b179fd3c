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
  const url = new URL(fileOf(defence, scheme), root);
  const lines = existsSync(url) ? readFileSync(url, 'utf8').split('\n') : [];
  return lines.flatMap((text, i) => (text.includes(defence.line) ? [i + 1] : []));
}

function fileOf({ file }: Defence, scheme: string): string {
  return file.replace('{scheme}', scheme);
}
