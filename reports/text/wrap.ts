import { sanitise } from './sanitise.ts';

/** Of a terminal that does not say how wide it is. */
export const usualColumns = 80;

/**
 * Lines of at most so many columns that no terminal takes for a command, broken between words; a marked paragraph hangs
 * under its mark. A word longer than the line stays whole, to be copied.
 */
export function wrap(text: string, mark: string, columns = usualColumns): string[] {
  const indent = mark === '' ? '' : '  ';
  const lines = [indent + mark];
  for (const word of sanitise(text).split(/\s+/)) {
    const line = lines.at(-1) ?? '';
    const fresh = line.trim() === mark.trim();
    if (fresh) lines[lines.length - 1] = line + word;
    else if (line.length + 1 + word.length <= columns) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(indent + ' '.repeat(mark.length) + word);
  }
  return lines;
}
