import type { Results } from '../results/results.ts';
import type { SchemeFacts } from './constraint.ts';

/** Scenarios whose measures rules read: the page carries these alone. */
export const read = [
  'client-steps',
  'non-browser-client',
  'public-key-forges',
  'second-verifier',
  'shared-secret-forges',
  'silent-renewal',
  'simple-pages',
  'wire-cost',
] as const;

/** A measure of a lifecycle scenario with the cell that it comes from; undefined where there is no valid one. */
export function measured(
  { samples, evidence }: Results,
  { id }: SchemeFacts,
  scenario: (typeof read)[number],
  metric: string,
): { readonly value: number; readonly evidence: readonly string[] } | undefined {
  const sample = samples.findLast(
    (one) => one.scenario === scenario && one.scheme === id && one.metric === metric && one.valid,
  );
  return sample && { value: sample.configured ?? sample.value, evidence: cellsOf({ evidence }, id, scenario) };
}

/** The first cell of a scenario on a scheme; the report leads from there to the others. */
export function cellsOf({ evidence }: Pick<Results, 'evidence'>, scheme: string, scenario: string): string[] {
  const cell = evidence.find((one) => one.scheme === scheme && one.cell.scenario === scenario);
  return cell ? [cell.id] : [];
}

/** A lifetime as it is configured, in ms, whatever tests made of it; undefined where a target does not say it. */
export function configuredMs({ configured = {} }: SchemeFacts, name: 'accessMs' | 'absoluteMs' | 'toleranceMs') {
  const value = configured[name];
  return typeof value === 'number' ? value : undefined;
}

/** What verifiers forgive of clocks, in ms: a token works for so much longer than it says. */
export function forgivenMs(scheme: SchemeFacts): number {
  return configuredMs(scheme, 'toleranceMs') ?? 0;
}

/** How long an access token is good for in production, in ms: its lifetime, and what verifiers forgive of clocks. */
export function lifetimeMs(scheme: SchemeFacts): number | undefined {
  const accessMs = configuredMs(scheme, 'accessMs');
  return accessMs === undefined ? undefined : accessMs + forgivenMs(scheme);
}
