import type { Results } from '../../reports/results/results.ts';
import { redact } from '../../reports/text/redact.ts';
import type { Declared } from '../../scenarios/declared.ts';
import type { Finding, Property } from '../../scenarios/kinds/property.ts';
import type { CellOutcome } from '../cells/cell-outcome.ts';
import { type Observed, recordEvidence } from '../cells/observe.ts';
import type { ExternalTarget } from '../targets/external/external-target.ts';
import type { OpenTarget } from '../targets/external/open-target.ts';
import { missingSteps } from '../targets/external/requirements.ts';
import { remarked } from '../targets/live-target.ts';

type PropertyResult = NonNullable<Results['properties']>[number];

export interface Discovered {
  /** Absent where the property could not be asked for, or the probe did not end. */
  readonly finding: Finding | undefined;
  readonly result: PropertyResult;
  readonly outcome: CellOutcome;
  readonly ms: number;
}

/** Finds one property out. Nobody else uses the target meanwhile: what one probe ends, another would miss. */
export async function runProperty(
  property: Property,
  target: ExternalTarget,
  open: OpenTarget,
  signal: AbortSignal,
): Promise<Discovered> {
  const live = open.live(target);
  const surface = property.appliesTo(live.target);
  const missing = missingSteps(property.needs?.steps ?? [], target.protocol);
  if (typeof surface === 'string') return unasked(property, target, 'not-applicable', surface);
  if (surface !== true) return unasked(property, target, 'not-run', surface.notRun);
  if (missing) return unasked(property, target, 'not-run', missing);
  const refused = open.refusedForRate();
  const about = {
    cell: { kind: 'property', scenario: property.id, scheme: target.id } as const,
    title: property.title,
    scheme: target.id,
  };
  const seen: Observed<Finding> = await recordEvidence(about, signal, async (enter) => {
    const { stage, transcript, remark } = enter(live, target.external.users);
    const facts = await property.probe(stage);
    const limited = open.refusedForRate() - refused;
    if (limited > 0) throw new Error(`the target refused ${limited} requests for their rate (429)`);
    const read = property.read(facts);
    return { value: transcript.redact({ ...read, because: remarked(read.because, remark?.()) }), facts };
  });
  const found = seen.value;
  const undecided = found?.value === undefined;
  const because = found ? found.because : seen.cause;
  const result: PropertyResult = redact({
    ...describe(property, target),
    state: undecided ? 'inconclusive' : 'observed',
    value: found?.value ?? null,
    shown: found ? shownOf(found) : null,
    because: because ?? '',
    declaration: undecided ? declaration(property, target, undefined) : declaration(property, target, found),
    level: undecided || !found?.level ? null : { ...found.level, references: [...found.level.references] },
    facts: seen.evidence.facts,
    evidence: seen.evidence.id,
  });
  const ms = seen.evidence.durationMs;
  return { finding: found, result, outcome: cell(result, [seen.evidence]), ms };
}

function unasked(
  property: Property,
  target: ExternalTarget,
  state: 'not-run' | 'not-applicable',
  because: string,
): Discovered {
  const result: PropertyResult = {
    ...describe(property, target),
    state,
    value: null,
    shown: null,
    because,
    declaration: declaration(property, target, undefined),
    level: null,
    facts: {},
    evidence: '',
  };
  return { finding: undefined, result, outcome: cell(result, []), ms: 0 };
}

function declaration(property: Property, { external }: ExternalTarget, found: Finding | undefined) {
  const by: Declared = external.description.expect ?? {};
  const says = property.declared?.(by);
  if (says === undefined) return null;
  if (!found) return { says, kept: null };
  return { says, kept: property.keeps ? (property.keeps(found, by) ?? null) : says === shownOf(found) };
}

function shownOf({ value, shown }: Finding): string | null {
  return shown ?? (typeof value === 'string' ? value : null);
}

function describe({ id, title, question }: Property, target: ExternalTarget) {
  return { id, title, question, scheme: target.id };
}

function cell(result: PropertyResult, evidence: Results['evidence']): CellOutcome {
  const state = result.state === 'inconclusive' || result.state === 'not-run' ? result.state : 'done';
  const summary = result.shown === null ? result.because : `${result.shown} (${result.because})`;
  return { part: { properties: [result], evidence }, state, summary };
}
