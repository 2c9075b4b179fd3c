import type { Results } from '../../reports/results/results.ts';
import type { Property } from '../../scenarios/kinds/property.ts';
import type { ResultsPart } from '../cells/results-builder.ts';
import { discoverTarget } from '../checks/discover.ts';
import type { Discovered } from '../checks/property.ts';
import { cellSpec } from '../plan/cell-spec.ts';
import { deathFinding } from '../targets/external/death-finding.ts';
import { errorFinding } from '../targets/external/error-finding.ts';
import type { ExternalTarget } from '../targets/external/external-target.ts';
import { type OpenTarget, openTarget } from '../targets/external/open-target.ts';
import type { OpenOptions } from '../targets/external/start-target.ts';

type Facts = NonNullable<Results['targets']>;
type Cell = Results['cells'][number];

/** All targets of a run, up and known. */
export interface OpenTargets extends AsyncDisposable {
  readonly all: readonly ExternalTarget[];
  /** What discovery left, for the results builder. */
  readonly found: ResultsPart;
  /** What was seen by the way so far: a finding for each that did not outlive all that was sent to it, or failed over it. */
  accidents(): NonNullable<ResultsPart['attacks']>;
  /** What the report says of each, with the requests that it had so far. @param before in the run that is gone on with */
  facts(before?: Facts): Facts;
}

/**
 * Opens every target and finds out what scenarios have to know before they are chosen.
 * @param stop no further property is asked for once it is aborted
 * @throws BenchError AB-E601 when a description is not true: no run begins on one
 */
export async function openTargets(
  targets: readonly ExternalTarget[],
  properties: readonly Property[],
  options: OpenOptions,
  onFound: (found: Discovered) => void,
  stop: AbortSignal = options.signal,
): Promise<OpenTargets> {
  const byName = new Map<string, OpenTarget>();
  const all: ExternalTarget[] = [];
  const found: Discovered[] = [];
  const close = async () => {
    for (const open of byName.values()) await open[Symbol.asyncDispose]();
  };
  try {
    for (const target of targets) {
      const open = await openTarget(target, options);
      byName.set(target.id, open);
      const note = (one: Discovered) => {
        found.push(one);
        onFound(one);
      };
      all.push(open.target);
      all.splice(-1, 1, await discoverTarget(open, properties, options.signal, note, stop));
    }
  } catch (error) {
    // what a cut run has found until then is in its report
    if (!options.signal.aborted) {
      await close();
      throw error;
    }
  }
  return {
    all,
    found: partOf(found),
    accidents: () =>
      all.flatMap((target) => {
        const open = byName.get(target.id);
        return [deathFinding(target, open?.deaths ?? []), errorFinding(target, open?.asked() ?? [])].flatMap(
          (found) => found ?? [],
        );
      }),
    facts: (before = []) =>
      all.map((target) => {
        const { requests = 0 } = before.find(({ scheme }) => scheme === target.id) ?? {};
        return factsOf(target, requests + (byName.get(target.id)?.sent() ?? 0));
      }),
    [Symbol.asyncDispose]: close,
  };
}

function partOf(found: readonly Discovered[]): ResultsPart {
  return {
    properties: found.map(({ result }) => result),
    evidence: found.flatMap(({ outcome }) => outcome.part.evidence ?? []),
    cells: found.map(({ result, outcome, ms }) => ({
      ...cellOf(result),
      state: outcome.state,
      durationMs: ms,
      ...(outcome.state !== 'done' && { because: outcome.summary }),
    })),
  };
}

function cellOf({ id, scheme }: Discovered['result']): Pick<Cell, 'id' | 'kind' | 'scenario' | 'scheme'> {
  const { id: name, facts } = cellSpec({ kind: 'property', scenario: id, scheme });
  return { id: name, ...facts };
}

function factsOf({ id, title, ceilings, external }: ExternalTarget, requests: number): Facts[number] {
  const { origin, expect = {}, ttlMs = {}, optIn = [] } = external.description;
  return {
    scheme: id,
    title,
    origin,
    declared: { ...expect },
    lifetimes: Object.fromEntries(
      Object.entries(ttlMs).flatMap(([name, ms]) => (ms === undefined ? [] : [[name, ms]])),
    ),
    ceilings: { ...ceilings },
    requests,
    optIn: [...optIn],
  };
}
