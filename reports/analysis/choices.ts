import { flipsOf, isTurn } from '../advice/flips.ts';
import type { Results } from '../results/results.ts';
import { variedMetrics } from '../statistics/sensitivity.ts';
import { list } from '../text/wording.ts';

export type Concluded = (typeof variedMetrics)[number];

export const concluded: Readonly<Record<Concluded, { readonly title: string; readonly who: string }>> = {
  'cpu.total': { title: 'CPU', who: 'Which scheme costs less CPU per request' },
  'latency.p50': { title: 'median latency', who: 'Which scheme has the lower median latency' },
};

/** The variations that a run measured; what the bench put there as a measure is nobody's choice. */
export function choicesOf({ scenarios, samples }: Pick<Results, 'scenarios' | 'samples'>): Results['scenarios'] {
  const measured = new Set(samples.map(({ arm }) => arm.variation));
  return scenarios.filter(({ kind, id, isLibrary }) => kind === 'sensitivity' && !isLibrary && measured.has(id));
}

/**
 * Which conclusions depend on how a scheme is built, in words for each that was tried. A choice leaves a conclusion alone
 * only where every pair of every answer to it is known to hold. The Node.js has a sentence of its own (runtimes.ts).
 */
export function dependsOn(results: Results): string[] {
  const runtimes = (results.environment.runtimes ?? []).map(({ variation }) => variation);
  const measured = choicesOf(results).filter(({ id }) => !runtimes.includes(id));
  return variedMetrics.flatMap((name) => told(results, measured, name) || []);
}

function told(results: Results, measured: Results['scenarios'], name: Concluded): string {
  const all = measured.flatMap((variation) =>
    flipsOf(results, variation.id)
      .filter(({ metric }) => metric === name)
      .map((found) => ({ choice: variation.choice ?? variation.title, ...found })),
  );
  const choices = [...new Set(all.map(({ choice }) => choice))];
  const flipsIn = (choice: string) => all.filter((one) => one.choice === choice).map(({ flip }) => flip);
  const matter = choices.filter((choice) => flipsIn(choice).some(isTurn));
  const firm = choices.filter((choice) => flipsIn(choice).every((flip) => flip === 'holds'));
  const open = all.filter(({ flip }) => flip === 'undecided');
  const further = open.some(({ plain, varied }) => (plain?.furtherRounds ?? varied.furtherRounds) !== undefined);
  const { title, who } = concluded[name];
  return [
    matter.length > 0 && `${who} depends on ${list(matter)}.`,
    firm.length > 0 && `${who} does not depend on ${list(firm)}, as far as was tried.`,
    open.length > 0 &&
      `${open.length} of ${all.length} ratios of ${title} are undecided${further ? ': more rounds would settle some' : ''}.`,
  ]
    .filter(Boolean)
    .join(' ');
}
