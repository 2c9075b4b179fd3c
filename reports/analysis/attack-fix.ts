import type { Results } from '../results/results.ts';

type Attack = Results['attacks'][number];

/** What the owner of a server should change that one attack broke through, as sentences. */
export function attackFix({ outcome, title, fix }: Pick<Attack, 'outcome' | 'title' | 'fix'>): string {
  // nothing got past the defence that the attack's own words mend
  if (outcome === 'blocked-by-crash') return `Answer with 4xx, or with 503 in an outage, instead of failing: ${title}.`;
  // runs of before every attack had one
  return fix ?? `Find out what ‘${title}’ got past.`;
}
