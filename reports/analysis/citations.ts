import { isOf } from '../results/cell.ts';
import type { Claim } from '../results/report.ts';
import type { Results } from '../results/results.ts';

export type ClaimJudgement = ReturnType<Claim['judge']>;
type Basis = ClaimJudgement['basis'][number];

/** What a claim was found to rest on, noted while its judge reads. */
export interface Citations {
  readonly basis: ReadonlySet<Basis>;
  readonly evidence: ReadonlySet<string>;
  /** Evidence by its id, where the run has it. */
  cite(id: string | undefined, kind: Basis): void;
  /** The cell of a scenario on a scheme. */
  citeCell(scenario: string, scheme: string): void;
  /** All that another claim rests on. */
  citeClaim(judged: ClaimJudgement): void;
}

export function createCitations(results: Results): Citations {
  const evidence = new Set<string>();
  const basis = new Set<Basis>();
  const cite: Citations['cite'] = (id, kind) => {
    basis.add(kind);
    if (results.evidence.some((one) => one.id === id)) evidence.add(String(id));
  };
  return {
    basis,
    evidence,
    cite,
    citeCell: (scenario, scheme) =>
      cite(results.evidence.find(({ cell }) => isOf(cell, scenario, scheme))?.id, 'measured'),
    citeClaim(judged) {
      for (const kind of judged.basis) basis.add(kind);
      for (const one of judged.evidence) evidence.add(one);
    },
  };
}
