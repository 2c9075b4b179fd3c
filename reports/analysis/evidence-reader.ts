import { isMain } from '../results/arm.ts';
import type { Claim } from '../results/report.ts';
import type { Results } from '../results/results.ts';
import { upperMedian } from '../statistics/median.ts';
import type { Citations, ClaimJudgement } from './citations.ts';
import { lacking, Unsettled } from './unsettled.ts';
import { outcomeText, type Window, windowOf } from './window.ts';

type Attack = Results['attacks'][number];
/** Its reasons say how long windows are as configured; what was tested of them is not there by itself. */
type Judged = Omit<Attack, 'windowMs' | 'declaredMs' | 'configuredMs' | 'windows'> & { readonly window: Window };
type Sample = Results['samples'][number];
type Square = Results['scaling'][number];
type Curve = readonly NonNullable<Results['scaleOut']>[number][];
type Comparison = Results['comparisons'][number];

/**
 * What a judge may ask of a run. Whatever was not measured, or has no verdict, ends the judge: the claim is then
 * `not-run` or `inconclusive`, and says why. So no claim is ever judged without its basis.
 */
export interface EvidenceReader {
  /** The median of a figure over its valid rounds; of the claim's own scheme where none is named. No shortened lifetime. */
  figure(scenario: string, metric: string, scheme?: string): number;
  /** An attack that has a verdict, or no surface. */
  attack(id: string, scheme?: string): Judged;
  /** A figure that a lifetime of the configuration decides, which tests shorten. */
  lifetime(scenario: string, metric: string): { readonly testedMs: number; readonly configuredMs: number };
  /** The valid squares of the scaling grid that pass, at least one. */
  squares(scenario: string, passes: (square: Square) => boolean, scheme?: string): readonly Square[];
  /** What more and more instances carried that share what they keep, or keep nothing; at least one that counts. */
  curve(scheme?: string): Curve;
  /** A ratio of two schemes that has a verdict. */
  comparison(scenario: string, metric: string, against: string, scheme?: string): Comparison;
  /** Another claim, judged. */
  premise(claim: Pick<Claim, 'id' | 'judge'>): ClaimJudgement;
  /** For what only adds to a claim: undefined where `read` finds nothing. */
  optional<T>(read: () => T): T | undefined;
}

/** @param own the scheme of the claim */
export function evidenceReader(results: Results, own: string, citations: Citations): EvidenceReader {
  const samplesOf = (scenario: string, metric: string, scheme: string): readonly Sample[] => {
    const found = results.samples
      .filter((one) => one.scenario === scenario && one.scheme === scheme && one.metric === metric)
      .filter((one) => isMain(one) && one.valid);
    if (found.length === 0) throw lacking(results, scenario, scheme);
    citations.citeCell(scenario, scheme);
    return found;
  };
  return {
    figure: (scenario, metric, scheme = own) => figureOf(samplesOf(scenario, metric, scheme)),
    lifetime: (scenario, metric) => lifetimeOf(samplesOf(scenario, metric, own)),

    attack(id, scheme = own) {
      const attack = results.attacks.find((one) => one.id === id && one.scheme === scheme);
      if (!attack) throw lacking(results, id, scheme);
      const judged = judgedAttack(attack);
      citations.cite(attack.evidence, 'probe');
      return judged;
    },

    squares(scenario, passes, scheme = own) {
      const found = results.scaling.filter(
        (one) => one.scenario === scenario && one.scheme === scheme && one.valid && one.requests > 0 && passes(one),
      );
      if (found.length === 0) throw lacking(results, scenario, scheme);
      for (const square of found) citations.cite(square.evidence, 'measured');
      return found;
    },

    curve(scheme = own) {
      const found = (results.scaleOut ?? []).filter(
        (row) => row.valid && row.scheme === scheme && row.mode !== 'sticky',
      );
      if (found.length === 0) throw lacking(results, 'scale-out', scheme);
      for (const { evidence } of found) citations.cite(evidence, 'measured');
      return found;
    },

    comparison(scenario, metric, against, scheme = own) {
      const found = results.comparisons
        .filter((one) => one.kind === 'scheme' && one.scenario === scenario && one.metric === metric)
        .find((one) => one.scheme === scheme && one.reference === against);
      if (!found) throw lacking(results, scenario, scheme);
      if (found.verdict === 'inconclusive' || found.verdict === 'invalid')
        throw new Unsettled('inconclusive', `${metric} of ${scheme} against ${against}: ${found.because}`);
      for (const side of [scheme, against]) citations.citeCell(scenario, side);
      return found;
    },

    premise({ id, judge }) {
      const judged = judge(results);
      const { state, because } = judged;
      if (state === 'not-run' || state === 'inconclusive') throw new Unsettled(state, `it rests on ${id}: ${because}`);
      citations.citeClaim(judged);
      return judged;
    },

    optional,
  };
}

function figureOf(found: readonly Sample[]): number {
  const shortened = found.find(({ configured }) => configured !== undefined);
  if (shortened)
    throw new RangeError(`${shortened.metric} of ${shortened.scenario} was measured with shortened lifetimes`);
  return upperMedian(found.map(({ value }) => value));
}

function lifetimeOf(found: readonly Sample[]): { readonly testedMs: number; readonly configuredMs: number } {
  const unknown = found.find(({ configured }) => configured === undefined);
  if (unknown)
    throw new Unsettled('inconclusive', `what ${unknown.metric} of ${unknown.scenario} is as configured is not known`);
  return {
    testedMs: upperMedian(found.map(({ value }) => value)),
    configuredMs: upperMedian(found.flatMap(({ configured }) => configured ?? [])),
  };
}

function judgedAttack(attack: Attack): Judged {
  const { outcome, because } = attack;
  if (outcome === 'not-run' || outcome === 'inconclusive')
    throw new Unsettled(outcome, `${attack.id} on ${attack.scheme} has no verdict: ${because}`);
  const { windowMs: _w, declaredMs: _d, configuredMs: _c, windows: _a, ...rest } = attack;
  return {
    ...rest,
    window: windowOf(attack) ?? { kind: 'none', configuredMs: 0 },
    because: phrase(outcomeText(attack)),
    control: { ...attack.control, because: phrase(attack.control.because) },
  };
}

function optional<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unsettled) return undefined;
    throw error;
  }
}

/** A reason as it goes into a sentence: what ends it is the sentence's. */
function phrase(reason: string): string {
  return reason.replace(/\.$/, '');
}
