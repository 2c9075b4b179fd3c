import { deflateRawSync } from 'node:zlib';

/**
 * A text for the page's script, in an eighth of its size: what rules read of ten schemes repeats itself, and is a quarter
 * of a megabyte. `unpackedText` is the other way, in the page.
 * @returns base64, which can end no element
 */
export function packedText(text: string): string {
  return deflateRawSync(text, { level: 9 }).toString('base64');
}
