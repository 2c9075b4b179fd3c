import { isIn } from '../results/arm.ts';
import type { Results } from '../results/results.ts';

/** The part of a run that the rules of the advisor read. */
export type Premises = Pick<
  Results,
  | 'run'
  | 'tool'
  | 'environment'
  | 'schemes'
  | 'samples'
  | 'comparisons'
  | 'attacks'
  | 'scaling'
  | 'evidence'
  | 'decisionMargin'
>;

/**
 * Everything that the rules may read, and nothing more: the page carries it. Evidence keeps its place, by which the
 * page links to it; what no rule can lead to is left empty.
 * @param performance what load came to, a sentence each
 */
export function premises(results: Results, performance: readonly string[]): unknown {
  const { run, tool, environment, schemes, samples, comparisons, attacks, scaling, evidence } = results;
  const kept = samples.filter(isIn('lifecycle'));
  const linked = new Set([...attacks, ...scaling].map((one) => one.evidence));
  const measured = new Set([...kept, ...comparisons].map(({ scenario }) => scenario));
  return {
    run: { id: run.id, profile: run.profile, startedAt: run.startedAt, command: run.command },
    tool,
    environment: { commit: environment.commit },
    decisionMargin: results.decisionMargin,
    performance,
    schemes: schemes.map(({ id, traits, settings, configured }) => ({ id, traits, settings, configured })),
    samples: kept.map(({ scenario, scheme, metric, value, configured, valid }) => ({
      ...{ scenario, scheme, metric, value, configured, valid },
    })),
    comparisons: comparisons.filter(({ kind }) => kind === 'scheme' || kind === 'a-a'),
    attacks: attacks
      .filter(({ outcome }) => outcome !== 'not-applicable')
      .map(
        ({
          id,
          scheme,
          outcome,
          asExpected,
          because,
          windowMs,
          declaredMs,
          configuredMs,
          bound,
          settings,
          evidence,
        }) => ({
          ...{ id, scheme, outcome, asExpected, because, settings, evidence },
          ...(windowMs !== undefined && { windowMs, declaredMs, configuredMs, bound }),
        }),
      ),
    scaling,
    evidence: evidence.map(({ id, cell, scheme }) =>
      linked.has(id) || measured.has(cell.scenario) ? [id, cell.scenario, scheme] : 0,
    ),
  };
}

/** The other way, in the page. Our own page wrote it, so it is trusted. */
export function readPremises(text: string): Results & { readonly performance: readonly string[] } {
  const read = JSON.parse(text) as Omit<Premises, 'evidence'> & { evidence: ([string, string, string] | 0)[] };
  const evidence = read.evidence.map((one) => {
    const [id, scenario, scheme] = one === 0 ? ['', '', ''] : one;
    return { id, cell: { scenario }, scheme };
  });
  return { ...read, evidence } as unknown as ReturnType<typeof readPremises>;
}
