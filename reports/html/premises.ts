import { read } from '../advice/lookup.ts';
import { endings } from '../advice/revocation.ts';
import { rivalNotRun } from '../analysis/rival.ts';
import { type Demands, demandsOf } from '../capacity/demands.ts';
import { isKnown } from '../capacity/estimate.ts';
import { isIn } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { mainScenario } from '../statistics/main-scenario.ts';
import { mapTexts } from '../text/map-texts.ts';
import { toColumns } from './columns.ts';
import { type PackedRequirements, packed } from './packed-requirements.ts';

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
  | 'limits'
> & { readonly requirements: PackedRequirements };

/**
 * Everything that the rules may read, and nothing more: the page carries it. Evidence keeps its place, by which the
 * page links to it; what no rule can lead to is left empty.
 * @param performance what load came to, a sentence each
 */
export function premises(results: Results, performance: readonly string[]): unknown {
  const {
    run,
    tool,
    environment,
    schemes,
    samples,
    comparisons,
    attacks,
    scaling,
    evidence,
    requirements = [],
  } = results;
  const kept = samples.filter((one) => isIn('lifecycle')(one) && read.some((scenario) => scenario === one.scenario));
  const demands = demandsOf(results);
  const linked = new Set([...[...attacks, ...scaling].map((one) => one.evidence), ...restingOn(demands)]);
  const main = mainScenario(comparisons);
  const measured = new Set([...kept, ...comparisons].map(({ scenario }) => scenario));
  const carried = evidence.map(({ id, cell, scheme }) =>
    measured.has(cell.scenario) ? [id, cell.scenario, scheme] : linked.has(id) ? id : 0,
  );
  const places = new Map(evidence.flatMap(({ id }, place) => (carried[place] === 0 ? [] : [[id, place] as const])));
  const told = {
    run: { id: run.id, profile: run.profile, startedAt: run.startedAt, command: run.command },
    tool,
    environment: { commit: environment.commit },
    decisionMargin: results.decisionMargin,
    performance,
    rival: rivalNotRun(results),
    limits: results.limits,
    demands,
    schemes: schemes.map(({ id, traits, settings, configured }) => ({ id, traits, settings, configured })),
    samples: toColumns(
      kept.map(({ scenario, scheme, metric, value, configured, valid }) => ({
        ...{ scenario, scheme, metric, value, valid },
        ...(configured !== undefined && { configured }),
      })),
    ),
    comparisons: toColumns(
      comparisons
        .filter(({ kind, scenario }) => (kind === 'scheme' || kind === 'a-a') && scenario === main)
        .map(({ because: _b, ciLevel: _l, margin: _m, rounds: _r, discarded: _d, furtherRounds: _f, ...rest }) => rest),
    ),
    requirements: packed(requirements),
    attacks: toColumns(
      attacks
        .filter(({ outcome }) => outcome !== 'not-applicable')
        .map(({ id, scheme, outcome, asExpected, evidence, ...how }) => ({
          id,
          scheme,
          outcome,
          asExpected,
          evidence,
          ...(endings.includes(id) && timed(how)),
        })),
    ),
    scaling: toColumns(
      scaling.map(
        ({ phases: _p, settings: _s, scenario: _i, recoveryMs: _r, probes: _b, wronglyAccepted: _w, ...rest }) => rest,
      ),
    ),
  };
  return {
    ...mapTexts(told, (text) => nameOfPlace(places.get(text)) ?? text),
    evidence: carried,
  };
}

/** What stands for the id of a piece of evidence, which is long and is said often; `readPremises` puts the id back. */
function nameOfPlace(place: number | undefined): string | undefined {
  return place === undefined ? undefined : `@${place}`;
}

function timed({ because, settings, windowMs, declaredMs, configuredMs, bound }: Told): Partial<Told> {
  return { because, settings, ...(windowMs !== undefined && { windowMs, declaredMs, configuredMs, bound }) };
}

type Told = Omit<Results['attacks'][number], 'id' | 'scheme' | 'outcome' | 'asExpected' | 'evidence'>;

/** The cells that figures of a plan lead to. */
function restingOn({ schemes }: Demands): string[] {
  const all = schemes.flatMap(({ steps, memory, memoryPerRenewal }) => [
    memory,
    memoryPerRenewal,
    ...Object.values(steps).flatMap((step) => Object.values(step)),
  ]);
  return all.flatMap((one) => (isKnown(one) ? one.rests.flatMap(({ evidence }) => evidence) : []));
}
