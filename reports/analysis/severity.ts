import type { Results } from '../results/results.ts';

type Severity = Results['attacks'][number]['severity'];

const weight = { critical: 0, high: 1, medium: 2, low: 3 } as const satisfies Record<Severity, number>;

/** The gravest first. */
export function bySeverity(a: { readonly severity: Severity }, b: { readonly severity: Severity }): number {
  return weight[a.severity] - weight[b.severity];
}
