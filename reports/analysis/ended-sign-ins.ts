import type { EvidenceReader } from './evidence-reader.ts';

const ways = ['logout', 'logout-all', 'password-change', 'silence', 'age', 'disabling'] as const;

/** How many sign-ins the store still names that ended, as the end of a sentence; empty where nobody looked. */
export function ofTheEnded({ figure, optional }: Pick<EvidenceReader, 'figure' | 'optional'>): string {
  const named = ways.map((way) => optional(() => figure('ended-sign-ins', `names.after-${way}`)));
  if (named.some((count) => count === undefined)) return '';
  const most = Math.max(...named.map(Number));
  return most === 0 ? '; it names none that ended, whichever way' : `; of five that ended it still names up to ${most}`;
}
