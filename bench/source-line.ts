import { existsSync, readFileSync } from 'node:fs';
import type { Defence } from '../servers/weakness.ts';

/** Where results point to: a file of the repository, and a line in it. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

const root = new URL('../../', import.meta.url);

/**
 * The line that a defence of a scheme stands in; the first where the sources are not there.
 * @throws RangeError when none of the file's lines holds the text, or more than one
 */
export function sourceLine({ file, line }: Defence, scheme: string): SourceLine {
  const path = file.replace('{scheme}', scheme);
  const url = new URL(path, root);
  if (!existsSync(url)) return { file: path, line: 1 };
  const lines = readFileSync(url, 'utf8').split('\n');
  const found = lines.flatMap((text, i) => (text.includes(line) ? [i + 1] : []));
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new RangeError(`${path} holds ${JSON.stringify(line)} in ${found.length} lines, where one is meant`);
  return { file: path, line: only };
}
