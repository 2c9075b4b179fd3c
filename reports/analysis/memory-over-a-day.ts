import { figure as rounded } from '../text/wording.ts';
import type { EvidenceReader } from './evidence-reader.ts';

/** Whether renewals add to what the store keeps, and what a logout leaves of that, as the end of a sentence; empty where nobody looked. */
export function overADay({ figure, optional }: Pick<EvidenceReader, 'figure' | 'optional'>): string {
  const measure = (metric: string) => optional(() => figure('memory-over-a-day', metric));
  const [keys, characters, left] = ['keys.per-renewal', 'bytes.per-renewal', 'keys.after-logout'].map(measure);
  if (keys === undefined || characters === undefined || left === undefined) return '';
  if (keys <= 0 && Math.abs(characters) < 1) return '; however often it is renewed, it keeps no more';
  const bytes = measure('memory.per-renewal') ?? characters;
  return `; each renewal adds ${rounded(keys)} keys and ${rounded(bytes)} bytes until the family would have ended, and a logout after a day leaves ${rounded(left)} keys`;
}
