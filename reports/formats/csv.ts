import { stringify } from 'csv-stringify/sync';
import { testedWith } from '../analysis/changed-settings.ts';
import { cheapened } from '../analysis/cheapened.ts';
import { decisionOf, defaultDecisionMargin } from '../analysis/decision.ts';
import { outcomeText, type Window, windowOf } from '../analysis/window.ts';
import { armText } from '../results/arm.ts';
import type { Format } from '../results/report.ts';
import type { Results } from '../results/results.ts';
import { withDiscards } from '../statistics/counted.ts';
import { inBaseUnit } from '../text/base-unit.ts';
import { variedText } from '../text/varied-text.ts';

/** Tidy tables for a spreadsheet or a data frame: one value per row, base units, a full stop, empty where nothing applies. */
export default {
  id: 'csv',
  files: {
    'results.csv': (results: Results) =>
      table(
        results,
        columns('scenario scheme arm round place metric unit value configured condition valid invalid_reason'),
        () =>
          withDiscards(results.samples).map(({ invalidReason, ...sample }) => ({
            ...sample,
            arm: armText(sample.arm),
            ...inBaseUnit(sample),
            configured: sample.configured && inBaseUnit({ unit: sample.unit, value: sample.configured }).value,
            condition: cheapened(results, { ...sample, ...sample.arm }),
            invalid_reason: invalidReason,
          })),
      ),
    'verdicts.csv': (results: Results) =>
      table(
        results,
        columns(
          'kind arm scenario metric unit scheme reference ratio ci_low ci_high ci_level margin rounds discarded further_rounds verdict bound_low bound_high decision_margin decision because',
        ),
        () =>
          results.comparisons.map((one) => ({
            ...one,
            arm: variedText(one),
            unit: baseUnitOf(results, one.metric),
            ...bounded(results, one),
            ci_low: one.ciLow,
            ci_high: one.ciHigh,
            ci_level: one.ciLevel,
            further_rounds: one.furtherRounds,
          })),
      ),
    'claims.csv': (results: Results) =>
      table(results, columns('id row scheme statement state measured condition because basis evidence further'), () =>
        results.claims.map((claim) => ({
          ...claim,
          basis: claim.basis.join(' '),
          evidence: claim.evidence.join(' '),
          further: (claim.beyond ?? []).map(({ scheme, state }) => `${scheme} ${state}`).join(' '),
        })),
      ),
    'security.csv': (results: Results) =>
      table(
        results,
        columns(
          'attack scheme expected outcome as_expected severity precondition tries successes configured_s window_s declared_s control control_beaten references source_file source_line evidence because',
        ),
        () =>
          results.attacks.map((attack) => ({
            ...attack,
            ...(attack.windowMs !== undefined && seconds(windowOf(attack))),
            because: outcomeText(attack),
            attack: attack.id,
            as_expected: attack.asExpected,
            control: attack.control.id,
            control_beaten: attack.control.beaten,
            references: attack.references.join('; '),
            source_file: attack.source.file,
            source_line: attack.source.line,
          })),
      ),
    'requirements.csv': (results: Results) =>
      table(
        results,
        columns('requirement level scheme state complete attacks properties not_tried takes evidence because'),
        () =>
          (results.requirements ?? []).map(({ id, isComplete, notTried, ...row }) => ({
            ...row,
            requirement: id,
            complete: isComplete,
            attacks: row.attacks.join(' '),
            properties: row.properties.join(' '),
            not_tried: notTried.join(' '),
            evidence: row.evidence.join(' '),
          })),
      ),
    'run.csv': (results: Results) => table(results, Object.keys(runRow(results)), () => [runRow(results)]),
    'scaling.csv': (results: Results) =>
      table(
        results,
        columns(
          'scheme scenario mode instances event requests refused failed users lost_users wrongly_accepted renewals renewals_refused renewals_failed condition valid invalid_reason evidence',
        ),
        () =>
          results.scaling.map((row) => ({
            ...row,
            lost_users: row.lostUsers,
            wrongly_accepted: row.wronglyAccepted,
            renewals_refused: row.renewalsRefused,
            renewals_failed: row.renewalsFailed,
            condition: testedWith(row.settings),
            invalid_reason: row.invalidReason,
          })),
      ),
    'scale-out.csv': (results: Results) =>
      table(
        results,
        columns(
          'scheme scenario mode instances round held_out quota_cores store_cores held_by per_second servers_s store_s generator_s servers_cores store_used_cores generator_cores limit valid invalid_reason evidence',
        ),
        () =>
          (results.scaleOut ?? []).map(({ cpu, used, ...row }) => ({
            ...row,
            held_out: row.heldOut,
            quota_cores: row.quotaCores,
            store_cores: row.storeCores,
            held_by: row.heldBy,
            per_second: row.perSecond,
            servers_s: inSeconds(cpu.servers),
            store_s: inSeconds(cpu.store),
            generator_s: inSeconds(cpu.generator),
            servers_cores: used.servers,
            store_used_cores: used.store,
            generator_cores: used.generator,
            invalid_reason: row.invalidReason,
          })),
      ),
    'demand.csv': (results: Results) =>
      table(
        results,
        columns(
          'scheme scenario load round place held_out rate_per_second share busy_cores servers_s store_s store_commands bytes_up bytes_down median_latency_s valid invalid_reason evidence',
        ),
        () =>
          (results.demand ?? []).map((row) => ({
            ...row,
            held_out: row.heldOut,
            rate_per_second: row.ratePerSecond,
            busy_cores: row.busyCores,
            servers_s: inSeconds(row.cpuServersUs),
            store_s: inSeconds(row.cpuStoreUs),
            store_commands: row.storeCommands,
            bytes_up: row.bytesUp,
            bytes_down: row.bytesDown,
            median_latency_s: inSeconds(row.latencyP50Us),
            invalid_reason: row.invalidReason,
          })),
      ),
    'predictions.csv': (results: Results) =>
      table(
        results,
        columns(
          'scheme quantity unit scenario mode instances load place rate_per_second at predicted measured error limit',
        ),
        () =>
          (results.predictions ?? []).map(({ point, ...row }) => ({
            ...row,
            ...point,
            rate_per_second: point.ratePerSecond,
          })),
      ),
  },
} satisfies Format;

/** Of the two figures that a ratio is made of. */
function baseUnitOf({ samples }: Results, metric: string): string | undefined {
  const sample = samples.find((one) => one.metric === metric);
  return sample && inBaseUnit(sample).unit;
}

/** What every figure of a run was measured on, and with what: one row, to be joined by its id. */
function runRow({ run, environment, store, methodVersion, tool }: Results): Readonly<Record<string, unknown>> {
  const finished = run.finishedAt === null ? undefined : Date.parse(run.finishedAt);
  return {
    ...{ tool_version: tool.version, method_version: methodVersion, profile: run.profile, seed: run.seed },
    ...{ state: run.state, exit_code: run.exit.code, started_at: run.startedAt, finished_at: run.finishedAt },
    duration_s: finished === undefined ? undefined : (finished - Date.parse(run.startedAt)) / 1_000,
    ...{ schemes: run.schemes.join(' '), suites: run.suites.join(' '), command: run.command },
    ...{ cluster: run.topology.cluster, balancer: run.topology.balancer, commit: environment.commit },
    ...{ cpu: environment.cpu, cores: environment.cores, memory_bytes: environment.memoryBytes, os: environment.os },
    ...{ node: environment.node, store: store.kind, store_version: store.version, store_provider: store.provider },
  };
}

/** Empty where nothing may be concluded. */
function bounded(results: Results, comparison: Results['comparisons'][number]): Record<string, unknown> {
  const decision = decisionOf(comparison, results);
  return {
    bound_low: comparison.bound?.low,
    bound_high: comparison.bound?.high,
    decision_margin: decision && (results.decisionMargin ?? defaultDecisionMargin),
    decision: decision?.state,
  };
}

/** Empty where it is not known as configured; what outlives every bound has no length. */
function seconds(window: Window | undefined): Record<string, number | undefined> {
  if (window === undefined || window.kind === 'none') return { configured_s: window && 0, window_s: window && 0 };
  const { configuredMs = Number.POSITIVE_INFINITY, seen } = window;
  return {
    configured_s: Number.isFinite(configuredMs) ? configuredMs / 1_000 : undefined,
    window_s: seen && seen.lastedMs / 1_000,
    declared_s: seen?.boundMs === undefined ? undefined : seen.boundMs / 1_000,
  };
}

function columns(names: string): string[] {
  return names.split(' ');
}

/** A cell that starts with = + - @ gets an apostrophe, or a spreadsheet would run it (CWE-1236). */
function table(
  { schemaVersion, run }: Results,
  columns: readonly string[],
  rows: () => readonly Readonly<Record<string, unknown>>[],
): string {
  const about = { schema_version: schemaVersion, run_id: run.id };
  return stringify(
    rows().map((row) => ({ ...about, ...row })),
    {
      header: true,
      columns: [...Object.keys(about), ...columns],
      record_delimiter: '\n',
      escape_formulas: true,
      cast: { boolean: String },
    },
  );
}

function inSeconds(us: number | null | undefined): number | undefined {
  return us === null || us === undefined ? undefined : inBaseUnit({ unit: 'us', value: us }).value;
}
