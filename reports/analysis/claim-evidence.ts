import type { Results } from '../results/results.ts';
import { type ClaimJudgement, createCitations } from './citations.ts';
import { type EvidenceReader, evidenceReader } from './evidence-reader.ts';
import { Unsettled } from './unsettled.ts';

/** What a judge concludes. What it rests on is noted while it reads. */
export type Conclusion = Pick<ClaimJudgement, 'state' | 'measured' | 'because' | 'condition'>;

/** Judges a claim, and adds what it was found to rest on. Pure. */
export function judgeOnEvidence(
  results: Results,
  own: string,
  conclude: (found: EvidenceReader) => Conclusion,
): ClaimJudgement {
  const citations = createCitations(results);
  try {
    const conclusion = conclude(evidenceReader(results, own, citations));
    return { ...conclusion, basis: [...citations.basis], evidence: [...citations.evidence] };
  } catch (error) {
    if (!(error instanceof Unsettled)) throw error;
    const { state, message: because } = error;
    return { state, measured: 'Not measured.', because, basis: [], evidence: [...citations.evidence] };
  }
}

/**
 * Whether attackers got nothing. A server that broke while refusing them gave them nothing either; that is a finding of
 * its own.
 */
export function isHeld({ outcome }: Pick<Results['attacks'][number], 'outcome'>): boolean {
  return outcome === 'blocked' || outcome === 'blocked-by-crash';
}

/** How far advice holds whose premises these are: no further than the weakest of them. */
export function limitedBy(premises: readonly ClaimJudgement[]): Pick<Conclusion, 'state' | 'condition'> {
  const conditions = premises.flatMap(({ condition }) => condition ?? []);
  if (premises.some(({ state }) => state === 'refuted')) return { state: 'refuted' };
  return conditions.length === 0 ? { state: 'confirmed' } : { state: 'conditional', condition: conditions.join('; ') };
}
