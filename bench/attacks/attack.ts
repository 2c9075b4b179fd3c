import { attackSummary } from '../../reports/analysis/failures.ts';
import type { Results } from '../../reports/results/results.ts';
import { tested } from '../../reports/results/tested-ms.ts';
import { redact } from '../../reports/text/redact.ts';
import type { How, User } from '../../scenarios/exchange.ts';
import type { Attack, Judgement } from '../../scenarios/kinds/attack.ts';
import { together } from '../../scenarios/kit/evidence/together.ts';
import { type Bound, boundMs } from '../../scenarios/kit/windows/bound.ts';
import type { Stage } from '../../scenarios/stage.ts';
import type { Settings } from '../../servers/settings.ts';
import type { Weakness } from '../../servers/weakness.ts';
import type { CellOutcome } from '../cells/cell-outcome.ts';
import { type Observed, recordEvidence } from '../cells/observe.ts';
import type { AttackCell } from '../plan/plan.ts';
import { changedSettings } from '../targets/changed-settings.ts';
import { type LiveTarget, remarked } from '../targets/live-target.ts';
import { compression } from '../targets/shortened.ts';
import type { Target } from '../targets/target.ts';

type AttackResult = Results['attacks'][number];
type Evidence = Results['evidence'][number];
type RecordedWindow = Pick<AttackResult, 'windowMs' | 'declaredMs' | 'configuredMs' | 'bound' | 'windows'>;

/** One attack on one server: the reference server of a scheme, or one that is weakened. */
export interface Trial {
  readonly cell: AttackCell;
  /** Whose server it is made on: the scheme's own, or its control scheme's. */
  readonly on: Target;
  readonly weakness: Weakness | undefined;
  /** Lifetimes of this try, where they are not those that the attack asks for. */
  readonly settings?: Partial<Settings>;
  /** The tries before, where this one is made because they could decide nothing. */
  readonly earlier?: readonly { readonly because: string; readonly evidence: Evidence }[];
}

export interface Tried extends Trial {
  readonly judgement: Judgement;
  /** The server does not do what every target must do: nothing was tried on it. */
  readonly breaksContract?: true;
  readonly evidence: Evidence;
}

/**
 * Whether a trial decides nothing: it came to no verdict, or its weakened server held, without whose fall the attack has
 * shown nothing. A missing answer never reaches a verdict (`Unanswered`).
 */
export function isUndecided({ weakness, judgement: { outcome } }: Pick<Tried, 'weakness' | 'judgement'>): boolean {
  return outcome === 'inconclusive' || (weakness !== undefined && outcome !== 'succeeded');
}

/** The trials that an attack needs on a scheme for a verdict; none where the scheme has no such surface. */
export function trialsOf(cell: AttackCell, weaknesses: ReadonlyMap<string, Weakness>): Trial[] {
  const { attack, scheme, controlScheme = scheme } = cell;
  if (attack.appliesTo(scheme.traits) !== true) return [];
  const controls = attack.controls
    .map((id) => {
      const weakness = weaknesses.get(id);
      if (!weakness) throw new RangeError(`attack ${attack.id} names a weakness that does not exist: ${id}`);
      return weakness;
    })
    .filter((weakness) => weakness.appliesTo(controlScheme.traits));
  return [
    { cell, weakness: undefined, on: scheme },
    ...controls.map((weakness) => ({ cell, weakness, on: controlScheme })),
  ];
}

/** Runs one trial as users that no other trial has, with baselines before and after. */
export async function runTrial(
  trial: Trial,
  live: LiveTarget,
  users: readonly User[],
  signal: AbortSignal,
): Promise<Tried> {
  const { attack } = trial.cell;
  const seen = await recordEvidence<Judgement>(about(trial), signal, async (enter) => {
    const { stage, transcript, remark } = enter(live, users);
    for (const { because } of trial.earlier ?? []) stage.note(`once more, since a try decided nothing: ${because}`);
    await baseline(stage, 'before', {});
    const refused = live.refusedForRate?.() ?? 0;
    const facts = await attack.attempt(stage);
    const limited = (live.refusedForRate?.() ?? 0) - refused;
    if (limited > 0) throw new Error(`the target refused ${limited} requests for their rate (429)`);
    const judgement = attack.judge(facts, live.target);
    // a server that an attack has broken refused it nothing; one that may have been silent all along would have
    await baseline(stage, 'after', judgement.outcome === 'succeeded' ? { mayBeSilent: true } : {});
    return { value: transcript.redact({ ...judgement, because: remarked(judgement.because, remark?.()) }), facts };
  });
  return tried(trial, seen);
}

/** A trial whose server could not be brought up, or was not what it should be. */
export async function failedTrial(trial: Trial, error: unknown, signal: AbortSignal): Promise<Tried> {
  return tried(trial, await recordEvidence<Judgement>(about(trial), signal, () => Promise.reject(error)));
}

/**
 * The outcome of a cell, once all its trials were made. Without a beaten control there is no verdict, and without a
 * good baseline before and after there is none either.
 */
export function judgeCell({ attack, scheme }: AttackCell, trials: readonly Tried[]): CellOutcome {
  const surface = attack.appliesTo(scheme.traits);
  if (surface !== true) return outcome(unjudged(attack, scheme, 'not-applicable', surface), trials);
  const reference = trials.find(({ weakness }) => weakness === undefined);
  if (!reference) return outcome(unjudged(attack, scheme, 'not-run', 'it was left out'), trials);
  const controls = attack.controls.flatMap((id) => trials.filter(({ weakness }) => weakness?.id === id));
  return outcome(verdict(attack, scheme, reference, controls), [reference, ...controls]);
}

/** A cell that cannot be run here, and why. */
export function notRun({ attack, scheme }: AttackCell, because: string): CellOutcome {
  return outcome(unjudged(attack, scheme, 'not-run', because), []);
}

function about({ cell: { attack, scheme }, weakness, on }: Trial) {
  return {
    cell: {
      ...({ kind: 'attack', scenario: attack.id, scheme: scheme.id } as const),
      ...(on !== scheme && { controlScheme: on.id }),
      ...(weakness && { weakness: weakness.id }),
    },
    title: weakness ? `${attack.title}, on a server weakened by ${weakness.id}` : attack.title,
    scheme: on.id,
  };
}

function tried(trial: Trial, seen: Observed<Judgement>): Tried {
  const judgement: Judgement = seen.value ?? { outcome: 'inconclusive', because: seen.cause };
  return { ...trial, judgement: redact(judgement), evidence: seen.evidence };
}

/** A valid credential must answer for its owner and no credential for nobody, or nothing in between means anything. */
async function baseline(stage: Stage, when: 'before' | 'after', how: Pick<How, 'mayBeSilent'>): Promise<void> {
  const bystander = stage.user(2);
  const credential = await stage.signIn(bystander);
  const [seen, anonymous] = await together(stage.whoAmI(credential), stage.perform('me', how));
  const nobody = stage.target.protocol.steps.me.ok.includes(anonymous.status) ? anonymous.subject : undefined;
  if (seen !== bystander.id) throw new Error(`baseline ${when}: a valid credential answered for ${seen ?? 'nobody'}`);
  if (nobody !== undefined) throw new Error(`baseline ${when}: a request without credential answered for ${nobody}`);
}

function verdict(attack: Attack, scheme: Target, reference: Tried, controls: readonly Tried[]): AttackResult {
  const { judgement, evidence } = reference;
  const { windowMs: _w, declaredMs: _d, bound: _b, windows: _a, ...verdict } = judgement;
  const settings = reference.settings ?? attack.needs?.settings;
  const control = summarise(controls);
  const decided = control.beaten ? judgement.outcome : 'inconclusive';
  const expected = attack.expected(scheme.traits);
  return {
    ...describe(attack, scheme, controls[0]?.weakness),
    ...verdict,
    ...recorded(judgement, scheme, settings),
    settings: changedSettings(scheme, settings),
    because: control.beaten
      ? judgement.because
      : `${judgement.because}; no verdict without a beaten control: ${control.because}`,
    outcome: decided,
    expected,
    asExpected: decided === 'inconclusive' ? null : decided === expected,
    facts: evidence.facts,
    control,
    evidence: evidence.id,
  };
}

/** For how long something was accepted, beside how long it is where lifetimes are as they are configured. */
function recorded(judgement: Judgement, scheme: Target, settings?: Partial<Settings>): RecordedWindow {
  const { windowMs, declaredMs, bound, windows } = judgement;
  if (bound === undefined) return {};
  const own = (of: Bound) => {
    const ms = boundMs(of, scheme.configured);
    return Number.isNaN(ms) ? {} : { configuredMs: ms };
  };
  return {
    windowMs: tested(windowMs),
    declaredMs: tested(declaredMs),
    bound: { ...bound, lifetimes: { ...bound.lifetimes } },
    ...own(bound),
    ...(windows && {
      windows: windows.map(({ event, artefact, measuredMs, declaredMs, bound: of }) => ({
        event,
        artefact,
        measuredMs: tested(measuredMs),
        declaredMs: tested(declaredMs),
        ...own(of),
        compression: declaredMs === 0 ? 1 : compression('accessMs', scheme, settings),
        ...(own(of).configuredMs !== undefined && { referenceMs: own(of).configuredMs }),
      })),
    }),
  };
}

function summarise(controls: readonly Tried[]): AttackResult['control'] {
  const unbeaten = controls.find(({ judgement }) => judgement.outcome !== 'succeeded');
  const shown = unbeaten ?? controls[0];
  if (!shown)
    return { id: 'none', outcome: 'not-run', beaten: null, because: 'no weakened server of this kind exists' };
  return {
    id: controls.map(({ weakness, on, cell }) => `${on === cell.scheme ? '' : `${on.id}+`}${weakness?.id}`).join(', '),
    outcome: shown.judgement.outcome,
    beaten: unbeaten === undefined,
    because: unbeaten ? `${unbeaten.weakness?.id} held: ${unbeaten.judgement.because}` : shown.judgement.because,
  };
}

function outcome(attack: AttackResult, trials: readonly Tried[]): CellOutcome {
  const state = attack.outcome === 'inconclusive' || attack.outcome === 'not-run' ? attack.outcome : 'done';
  const evidence = trials.flatMap((trial) => [
    trial.evidence,
    ...(trial.earlier ?? []).map((before, i) => ({ ...before.evidence, id: `${trial.evidence.id}/try-${i + 1}` })),
  ]);
  return { part: { attacks: [attack], evidence }, state, summary: attackSummary(attack) };
}

/** @param weakness what the attack must beat first: it takes the control away that the attack is about */
function describe(attack: Attack, scheme: Target, weakness?: Weakness) {
  return {
    id: attack.id,
    title: attack.title,
    goal: attack.goal,
    precondition: attack.precondition,
    scheme: scheme.id,
    severity: attack.severity,
    steps: [...attack.steps],
    references: [...attack.references],
    fix: attack.fix,
    source: scheme.source(weakness),
  };
}

function unjudged(
  attack: Attack,
  scheme: Target,
  outcome: 'not-applicable' | 'not-run',
  because: string,
): AttackResult {
  return {
    ...describe(attack, scheme),
    outcome,
    expected: outcome === 'not-applicable' ? 'not-applicable' : attack.expected(scheme.traits),
    asExpected: null,
    because,
    facts: {},
    control: { id: 'none', outcome, beaten: null, because },
    evidence: '',
  };
}
