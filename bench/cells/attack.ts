import type { Results } from '../../reports/results.ts';
import type { Attack, Hooks, Judgement, Stage } from '../../scenarios/scenario.ts';
import type { Weakness } from '../../servers/weakness.ts';
import { assertContract } from '../contract.ts';
import { redact } from '../driver/redact.ts';
import { observe } from '../observe.ts';
import type { Subject } from '../plan.ts';
import type { CellOutcome } from '../runner.ts';
import type { Grounds } from '../target.ts';

type AttackResult = Results['attacks'][number];
type Evidence = Results['evidence'][number];

interface Trial {
  readonly weakness?: Weakness;
  readonly judgement: Judgement;
  readonly evidence: Evidence;
}

/**
 * Runs one attack on one scheme, then on each weakened variant that it must beat. Without a beaten control there is no
 * verdict, and without a good baseline before and after there is none either.
 */
export async function runAttack(
  attack: Attack,
  scheme: Subject,
  weaknesses: ReadonlyMap<string, Weakness>,
  grounds: Grounds,
): Promise<CellOutcome> {
  const surface = attack.appliesTo(scheme.traits);
  if (surface !== true) return outcome(unjudged(attack, scheme, 'not-applicable', surface), []);
  const lacking = lackingHook(attack, scheme, grounds);
  if (lacking) return outcome(unjudged(attack, scheme, 'not-run', `the target offers no '${lacking}'`), []);

  const reference = await trial(attack, scheme, undefined, grounds);
  const controls: Trial[] = [];
  for (const weakness of applicableControls(attack, scheme, weaknesses)) {
    controls.push(await trial(attack, scheme, weakness, grounds));
  }
  return outcome(
    verdict(attack, scheme, reference, controls),
    [reference, ...controls].map(({ evidence }) => evidence),
  );
}

function outcome(attack: AttackResult, evidence: Evidence[]): CellOutcome {
  const state = attack.outcome === 'inconclusive' || attack.outcome === 'not-run' ? attack.outcome : 'done';
  return { part: { attacks: [attack], evidence }, state, summary: `${attack.outcome}: ${attack.because}` };
}

function applicableControls(
  attack: Attack,
  { traits }: Subject,
  weaknesses: ReadonlyMap<string, Weakness>,
): Weakness[] {
  return attack.controls
    .map((id) => {
      const weakness = weaknesses.get(id);
      if (!weakness) throw new RangeError(`attack ${attack.id} names a weakness that does not exist: ${id}`);
      return weakness;
    })
    .filter((weakness) => weakness.appliesTo(traits));
}

async function trial(
  attack: Attack,
  scheme: Subject,
  weakness: Weakness | undefined,
  grounds: Grounds,
): Promise<Trial> {
  const about = {
    id: `attack/${attack.id}/${scheme.id}${weakness ? `+${weakness.id}` : ''}`,
    title: weakness ? `${attack.title}, on a server weakened by ${weakness.id}` : attack.title,
  };
  const wish = {
    scheme,
    ...(weakness && { weakness: weakness.id }),
    instances: attack.needs?.instances ?? 2,
    mode: scheme.traits.store === 'never' ? ('none' as const) : ('shared' as const),
    settings: attack.needs?.settings ?? {},
  };
  const seen = await observe(about, wish, grounds, async ({ stage, target }) => {
    if (!weakness) await assertContract(stage);
    await baseline(stage, 'before');
    const facts = await attack.attempt(stage);
    await baseline(stage, 'after');
    return { value: attack.judge(facts, target), facts };
  });
  return {
    ...(weakness && { weakness }),
    judgement: seen.value ?? { outcome: 'inconclusive', because: seen.cause },
    evidence: seen.evidence,
  };
}

/** A valid credential must answer for its owner and no credential for nobody, or nothing in between means anything. */
async function baseline(stage: Stage, when: 'before' | 'after'): Promise<void> {
  const bystander = stage.user(2);
  const credential = await stage.signIn(bystander);
  const [seen, nobody] = await Promise.all([stage.whoAmI(credential), stage.whoAmI({})]);
  if (seen !== bystander.id) throw new Error(`baseline ${when}: a valid credential answered for ${seen ?? 'nobody'}`);
  if (nobody !== undefined) throw new Error(`baseline ${when}: a request without credential answered for ${nobody}`);
}

function verdict(attack: Attack, scheme: Subject, reference: Trial, controls: readonly Trial[]): AttackResult {
  const { judgement, evidence } = reference;
  const control = summarise(controls);
  const decided = control.beaten ? judgement.outcome : 'inconclusive';
  const expected = attack.expected(scheme.traits);
  const because = control.beaten
    ? judgement.because
    : `${judgement.because}; no verdict without a beaten control: ${control.because}`;
  return {
    ...describe(attack, scheme),
    ...redact({ ...judgement, because }),
    outcome: decided,
    expected,
    asExpected: decided === 'inconclusive' ? null : decided === expected,
    facts: evidence.facts,
    control,
    evidence: evidence.id,
  };
}

function summarise(controls: readonly Trial[]): AttackResult['control'] {
  const unbeaten = controls.find(({ judgement }) => judgement.outcome !== 'succeeded');
  const shown = unbeaten ?? controls[0];
  if (!shown)
    return { id: 'none', outcome: 'not-run', beaten: null, because: 'no weakened server of this kind exists' };
  return {
    id: controls.map(({ weakness }) => weakness?.id).join(', '),
    outcome: shown.judgement.outcome,
    beaten: unbeaten === undefined,
    because: unbeaten ? `${unbeaten.weakness?.id} held: ${unbeaten.judgement.because}` : shown.judgement.because,
  };
}

function describe(attack: Attack, scheme: Subject) {
  return {
    id: attack.id,
    title: attack.title,
    goal: attack.goal,
    precondition: attack.precondition,
    scheme: scheme.id,
    severity: attack.severity,
    steps: [...attack.steps],
    references: [...attack.references],
    source: { file: `servers/schemes/${scheme.id}.ts`, line: 1 },
  };
}

function unjudged(
  attack: Attack,
  scheme: Subject,
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

/** Hooks that every target of this bench has are in its type; the rest depends on what the run owns. */
function lackingHook(attack: Attack, scheme: Subject, grounds: Grounds): keyof Hooks | undefined {
  const shared = scheme.traits.store !== 'never';
  return attack.needs?.hooks?.find((hook) => hook === 'killStore' && !(shared && grounds.mayKillStore));
}
