import { isMain } from '../results/arm.ts';
import { isOf } from '../results/cell.ts';
import type { Claim } from '../results/report.ts';
import type { Results } from '../results/results.ts';
import { upperMedian } from '../statistics/upper-median.ts';
import { told, type Window, windowOf } from './window.ts';

type ClaimJudgement = ReturnType<Claim['judge']>;
type Attack = Results['attacks'][number];
/** Its reasons say how long windows are as configured; what was tested of them is not there by itself. */
type Judged = Omit<Attack, 'windowMs' | 'declaredMs' | 'configuredMs' | 'windows'> & { readonly window: Window };
type Square = Results['scaling'][number];
type Comparison = Results['comparisons'][number];

/** What a judge concludes. What it rests on is noted while it reads. */
export type Conclusion = Pick<ClaimJudgement, 'state' | 'measured' | 'because' | 'condition'>;

/**
 * What a judge may ask of a run. Whatever was not measured, or has no verdict, ends the judge: the claim is then
 * `not-run` or `inconclusive`, and says why. So no claim is ever judged without its basis.
 */
export interface Findings {
  /** The median of a figure over its valid rounds; of the claim's own scheme where none is named. No shortened lifetime. */
  figure(scenario: string, metric: string, scheme?: string): number;
  /** An attack that has a verdict, or no surface. */
  attack(id: string, scheme?: string): Judged;
  /** A figure that a lifetime of the configuration decides, which tests shorten. */
  lifetime(scenario: string, metric: string): { readonly testedMs: number; readonly configuredMs: number };
  /** The valid squares of the scaling grid that pass, at least one. */
  squares(scenario: string, passes: (square: Square) => boolean, scheme?: string): readonly Square[];
  /** A ratio of two schemes that has a verdict. */
  comparison(scenario: string, metric: string, against: string, scheme?: string): Comparison;
  /** Another claim, judged. */
  premise(claim: Pick<Claim, 'id' | 'judge'>): ClaimJudgement;
  /** For what only adds to a claim: undefined where `read` finds nothing. */
  optional<T>(read: () => T): T | undefined;
}

/** Judges a claim, and adds what it was found to rest on. Pure. */
export function judgeOnEvidence(
  results: Results,
  own: string,
  conclude: (found: Findings) => Conclusion,
): ClaimJudgement {
  const evidence = new Set<string>();
  const basis = new Set<ClaimJudgement['basis'][number]>();
  try {
    const conclusion = conclude(findings(results, own, evidence, basis));
    return { ...conclusion, basis: [...basis], evidence: [...evidence] };
  } catch (error) {
    if (!(error instanceof Unsettled)) throw error;
    const { state, message: because } = error;
    return { state, measured: 'Not measured.', because, basis: [], evidence: [...evidence] };
  }
}

function findings(
  results: Results,
  own: string,
  evidence: Set<string>,
  basis: Set<ClaimJudgement['basis'][number]>,
): Findings {
  const cite = (id: string | undefined, kind: ClaimJudgement['basis'][number]) => {
    basis.add(kind);
    if (results.evidence.some((one) => one.id === id)) evidence.add(String(id));
  };
  const cellOf = (scenario: string, scheme: string) =>
    results.evidence.find(({ cell }) => isOf(cell, scenario, scheme))?.id;
  const lacking = (id: string, scheme: string): Unsettled => {
    const broken = results.cells.find((cell) => cell.state === 'inconclusive' && isOf(cell, id, scheme));
    if (!broken) return new Unsettled('not-run', `${id} was not run on ${scheme}: ${howToRun(results, id)}`);
    return new Unsettled('inconclusive', `${id} on ${scheme} broke: ${broken.because ?? 'no cause was kept'}`);
  };

  const samplesOf = (scenario: string, metric: string, scheme: string) => {
    const found = results.samples
      .filter((one) => one.scenario === scenario && one.scheme === scheme && one.metric === metric)
      .filter((one) => isMain(one) && one.valid);
    if (found.length === 0) throw lacking(scenario, scheme);
    cite(cellOf(scenario, scheme), 'measured');
    return found;
  };

  return {
    figure(scenario, metric, scheme = own) {
      const found = samplesOf(scenario, metric, scheme);
      if (found.some(({ configured }) => configured !== undefined))
        throw new RangeError(`${metric} of ${scenario} was measured with shortened lifetimes`);
      return upperMedian(found.map(({ value }) => value));
    },

    lifetime(scenario, metric) {
      const found = samplesOf(scenario, metric, own);
      const configured = found.flatMap((sample) => sample.configured ?? []);
      if (configured.length < found.length)
        throw new Unsettled('inconclusive', `what ${metric} of ${scenario} is as configured is not known`);
      return { testedMs: upperMedian(found.map(({ value }) => value)), configuredMs: upperMedian(configured) };
    },

    attack(id, scheme = own) {
      const attack = results.attacks.find((one) => one.id === id && one.scheme === scheme);
      if (!attack) throw lacking(id, scheme);
      const { outcome, because } = attack;
      if (outcome === 'not-run' || outcome === 'inconclusive')
        throw new Unsettled(outcome, `${id} on ${scheme} has no verdict: ${because}`);
      cite(attack.evidence, 'probe');
      const { windowMs: _w, declaredMs: _d, configuredMs: _c, windows: _a, ...rest } = attack;
      return {
        ...rest,
        window: windowOf(attack) ?? { kind: 'none', configuredMs: 0 },
        because: phrase(told(attack)),
        control: { ...attack.control, because: phrase(attack.control.because) },
      };
    },

    squares(scenario, passes, scheme = own) {
      const found = results.scaling.filter(
        (one) => one.scenario === scenario && one.scheme === scheme && one.valid && one.requests > 0 && passes(one),
      );
      if (found.length === 0) throw lacking(scenario, scheme);
      for (const square of found) cite(square.evidence, 'measured');
      return found;
    },

    comparison(scenario, metric, against, scheme = own) {
      const found = results.comparisons.find(
        (one) =>
          one.kind === 'scheme' &&
          one.scenario === scenario &&
          one.metric === metric &&
          one.scheme === scheme &&
          one.reference === against,
      );
      if (!found) throw lacking(scenario, scheme);
      if (found.verdict === 'inconclusive' || found.verdict === 'invalid')
        throw new Unsettled('inconclusive', `${metric} of ${scheme} against ${against}: ${found.because}`);
      for (const side of [scheme, against]) cite(cellOf(scenario, side), 'measured');
      return found;
    },

    premise({ id, judge }) {
      const judged = judge(results);
      const { state, because } = judged;
      if (state === 'not-run' || state === 'inconclusive') throw new Unsettled(state, `it rests on ${id}: ${because}`);
      for (const kind of judged.basis) basis.add(kind);
      for (const one of judged.evidence) evidence.add(one);
      return judged;
    },

    optional(read) {
      try {
        return read();
      } catch (error) {
        if (error instanceof Unsettled) return undefined;
        throw error;
      }
    },
  };
}

/** Whether an attacker got nothing. A server that broke while refusing him gave him nothing either; that is a finding of its own. */
export function isHeld({ outcome }: Pick<Attack, 'outcome'>): boolean {
  return outcome === 'blocked' || outcome === 'blocked-by-crash';
}

/** How far advice holds whose premises these are: no further than the weakest of them. */
export function asFarAs(premises: readonly ClaimJudgement[]): Pick<Conclusion, 'state' | 'condition'> {
  const conditions = premises.flatMap(({ condition }) => condition ?? []);
  if (premises.some(({ state }) => state === 'refuted')) return { state: 'refuted' };
  return conditions.length === 0 ? { state: 'confirmed' } : { state: 'conditional', condition: conditions.join('; ') };
}

/** A reason as it goes into a sentence: what ends it is the sentence's. */
function phrase(reason: string): string {
  return reason.replace(/\.$/, '');
}

class Unsettled extends Error {
  readonly state: 'not-run' | 'inconclusive';

  constructor(state: 'not-run' | 'inconclusive', message: string) {
    super(message);
    this.name = 'Unsettled';
    this.state = state;
  }
}

const suites: Readonly<Record<string, string>> = {
  attack: 'security',
  scaling: 'scale',
  lifecycle: 'lifecycle',
  load: 'load',
};

function howToRun({ scenarios }: Results, id: string): string {
  const suite = suites[scenarios.find((one) => one.id === id)?.kind ?? ''];
  return suite === undefined ? 'this version has no scenario of that name' : `run --suite ${suite}`;
}
