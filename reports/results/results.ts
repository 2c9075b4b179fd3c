import { z } from 'zod';
import type { TestedMs } from './tested-ms.ts';

/**
 * The contract of results.json. Additive changes raise the minor version, renames and removals the major one; each
 * version has a stored run in fixtures/, and what it made of the one before is a step in read-results.ts.
 * `methodVersion` changes whenever statistics or verdict rules change, so that unlike runs are never compared.
 */
export const schemaVersion = '2.2.0';
export const methodVersion = '5';

const text = z.string();
const number = z.number();
const count = z.number().int().nonnegative();
const facts = z.record(text, z.unknown());
/** A number to every reader but ours, who come to it by window.ts alone. */
const testedMs = number as unknown as z.ZodType<TestedMs>;

export const Run = z.object({
  id: text,
  profile: z.enum(['smoke', 'quick', 'standard', 'full']),
  seed: count,
  startedAt: text.describe('ISO 8601, UTC'),
  finishedAt: text.nullable(),
  state: z.enum(['complete', 'incomplete']),
  command: text.describe('reproduces the run'),
  schemes: z.array(text),
  suites: z.array(text),
  scenarios: z.array(text).optional().describe('the only ones that were asked for; all where absent or empty'),
  options: z
    .object({
      schemes: z.array(text).describe('of our own; those that are not are named by their description'),
      cluster: text,
      balancer: text,
      node: z.array(text).optional().describe('what servers were to run on too, as it was given'),
      rounds: z.object({ load: count, sensitivity: count }).optional(),
      sloP99Ms: number.optional(),
    })
    .describe(
      'what was asked for, beside profile, suites, scenarios and seed: whoever goes on with the run asks the same',
    ),
  looks: z
    .array(count)
    .optional()
    .describe('rounds of load after which the verdicts were looked at; the last is the end of the run'),
  sensitivityLooks: z.array(count).optional().describe('the same of rounds in which schemes are built otherwise'),
  /** How instances were run, and who spread requests over them. */
  topology: z.object({
    cluster: text,
    balancer: text.describe('none: the bench itself'),
    load: text.optional().describe('where it came from, where that is not the machine of the servers'),
    servers: text.optional().describe('where those under load ran, where that is not the machine of the bench'),
    cores: text.optional().describe('who ran on which while load was measured; absent where all shared them'),
  }),
  /** What the run was told to leave out or to change, one sentence each. */
  notes: z.array(text),
  exit: z.object({ code: count, reasons: z.array(text) }),
});

export const Environment = z.object({
  cpu: text,
  cores: count,
  memoryBytes: count,
  os: text,
  node: text,
  v8: text,
  openssl: text,
  runtimes: z
    .array(
      z.object({
        variation: text.describe('the schemes on it'),
        node: text,
        v8: text,
        openssl: text,
        asked: text.describe('the version or the path that was given'),
      }),
    )
    .optional()
    .describe('what servers were run on beside `node`, which ran the bench too'),
  loadAverage: z.array(number),
  commit: text.nullable(),
  versions: z.record(text, text).describe('of the libraries under test'),
});

export const StoreFacts = z.object({
  kind: text,
  version: text,
  provider: z.enum(['url', 'binary', 'container', 'embedded', 'debian', 'none']),
  /** The providers that were tried before, and why each was not taken. */
  passed: z.array(z.object({ provider: text, because: text })),
  /** What this store distorts, for the reader of a figure. */
  caveat: text.nullable(),
});

/** Another machine that took part, and what it did. */
export const AgentResult = z.object({
  name: text,
  host: text,
  node: text,
  cores: count,
  clockOffsetMs: number.describe('of its wall clock from that of the control Redis, which it was corrected by'),
  roundTripMs: number.describe('to the control Redis, at best'),
  blocks: count.describe('in which it did its part'),
  sent: count,
  completed: count,
  cells: count.optional().describe('of attacks, scaling, faults and lifecycle that it ran on servers of its own'),
  instances: count.optional().describe('of servers under load that it ran, all launches together'),
  startSkewMs: z
    .object({ p50: number, p99: number, blocks: count })
    .nullable()
    .describe('after the first of them, by when the target saw its first request; null where that was not seen'),
  agreement: z
    .object({ ratio: number, low: number, high: number })
    .nullable()
    .describe('A/A: what its requests took over those of all, alone on the same server in turn; null for one agent'),
  wrong: z.array(z.object({ because: text, blocks: count })).describe('why blocks of it were thrown away'),
  lost: text.nullable().describe('why it was not there to the end'),
});

/** One thing the run checked about itself. */
export const Quality = z.object({
  id: text,
  title: text,
  measured: text,
  limit: text,
  state: z.enum(['ok', 'warning', 'failed', 'unknown']),
  consequence: text,
  about: z
    .enum(['control', 'cells'])
    .optional()
    .describe('control: a scheme against itself; cells: whether they came to an end; absent of all else'),
});

/**
 * One launch of one scheme, and what it is there for. Arms of one group take turns with each other in the same rounds.
 * What two groups recorded lies minutes apart, and rounds of the same number have nothing in common: neither is ever
 * judged by the other.
 */
const Arm = z.object({
  group: z
    .enum(['load', 'sensitivity', 'confirmation', 'rate-search', 'rate-sweep', 'lifecycle', 'micro'])
    .describe('confirmation: load once more, after a breach'),
  scheme: text.describe('floor is the route without authentication, none is no server at all'),
  role: z
    .enum(['main', 'a-a', 'floor'])
    .describe('a-a: the reference once more; floor: the route without authentication'),
  variation: text.optional().describe('how it was built otherwise; absent where it is the scheme as it is'),
  beside: text.optional().describe('as it is, for a variation that could not take turns with the others'),
  rate: number.optional().describe('of a rate sweep: requests per second'),
  pass: count.optional().describe('of a confirmation'),
  plantedShare: number.optional().describe('of a calibration: work that the bench put there, as a share'),
});

/** What a cell is: one scenario on one scheme, once. A trial of an attack is one too, on the server that it was made on. */
const CellFacts = z.object({
  kind: z.enum(['attack', 'scaling', 'fault', 'lifecycle', 'property', 'load', 'micro', 'demand', 'scale-out']),
  scenario: text,
  scheme: text.describe('none is no server at all'),
  mode: z.enum(['own-memory', 'sticky', 'shared', 'none']).optional().describe('of a scaling case, or a fault'),
  instances: count.optional().describe('of a scaling case'),
  arm: Arm.optional().describe('of load'),
  round: count.optional().describe('of load, of demand and of scaling out'),
  heldOut: z.boolean().optional().describe('of demand and of scaling out: points that were predicted before'),
  weakness: text.optional().describe('of a trial on a weakened server'),
  controlScheme: text.optional().describe('whose weakened server it was, where the scheme has none'),
});

export const Sample = z.object({
  scenario: text,
  scheme: text,
  arm: Arm,
  round: count,
  place: count.optional().describe('in the order of its scenario and round, from 1'),
  metric: text.describe('dotted name, e.g. cpu.servers, latency.p99'),
  unit: text.describe('us, ms, s, bytes, count, 1/s, ratio'),
  value: number,
  configured: number
    .optional()
    .describe('what it comes to with the lifetimes as they are configured, where the test had shorter ones'),
  valid: z.boolean(),
  invalidReason: text.optional(),
});

/** What this machine could tell apart when it was last calibrated (npm run calibrate). */
export const Calibration = z.object({
  at: text.describe('ISO 8601, UTC'),
  sd: number.describe('of the log ratio of two launches of one server in a round'),
  sound: z.boolean().describe('whether identical servers came out alike'),
  forMargin: z.object({ rounds: count, minutes: number }).optional().describe('until intervals reach 5 % and no more'),
  profiles: z.array(z.object({ id: text, rounds: count, resolves: number.describe('0.1 for 10 %') })),
});
export type Calibration = z.infer<typeof Calibration>;

export const Comparison = z.object({
  kind: z.enum(['scheme', 'a-a', 'floor', 'sensitivity']),
  variation: text
    .optional()
    .describe('of kind sensitivity: how one of the two was built otherwise; absent where both are as they are'),
  isControl: z.boolean().optional().describe('of kind sensitivity: the same server held against itself'),
  scenario: text,
  metric: text,
  scheme: text,
  reference: text,
  ratio: number.nullable(),
  ciLow: number.nullable(),
  ciHigh: number.nullable(),
  ciLevel: number,
  margin: number.describe('smallest relative difference of interest'),
  rounds: count,
  discarded: count.optional().describe('rounds that were run and are in no figure'),
  furtherRounds: count.optional().describe('how many more would settle what is undecided; absent where none would'),
  bound: z
    .object({ low: number, high: number })
    .optional()
    .describe(
      'what the ratio lies within, for all pairs of its family and all looks at once; absent where nothing may be concluded',
    ),
  verdict: z.enum(['better', 'worse', 'small', 'equivalent', 'inconclusive', 'invalid']),
  because: text,
});

/** Settings that servers were told for one scenario alone, where they are configured otherwise. */
const Told = z.array(z.object({ setting: text, tested: z.union([text, number]), configured: z.union([text, number]) }));

export const Outcome = z.enum([
  'blocked',
  'blocked-by-crash',
  'succeeded',
  'window',
  'not-applicable',
  'inconclusive',
  'not-run',
]);

export const AttackResult = z.object({
  id: text,
  title: text,
  goal: text,
  precondition: text,
  scheme: text,
  outcome: Outcome,
  expected: z.enum(['blocked', 'window', 'not-applicable']),
  asExpected: z.boolean().nullable().describe('null where there is no verdict'),
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  because: text,
  tries: count.optional(),
  successes: count.optional(),
  windowMs: testedMs.optional().describe('for how long it was accepted, with the lifetimes of the test'),
  declaredMs: testedMs.optional().describe('what ends it at the latest, with the lifetimes of the test'),
  configuredMs: number
    .optional()
    .describe('the same with the lifetimes as they are configured; absent where that is not known'),
  bound: z
    .object({ lifetimes: z.record(text, number), besidesMs: number.optional() })
    .readonly()
    .optional()
    .describe('what ends it at the latest: how many of each lifetime, and ms that no setting moves'),
  windows: z
    .array(
      z.object({
        event: z.enum([
          'logout',
          'logout-all',
          'password-change',
          'user-disabled',
          'role-removed',
          'theft-detected',
          'key-retired',
        ]),
        artefact: z.enum(['session-cookie', 'access-token', 'refresh-token']),
        measuredMs: testedMs,
        declaredMs: testedMs,
        configuredMs: number.optional().describe('as of the attack'),
        compression: number
          .optional()
          .describe('how many times shorter the lifetime was than the scheme has by itself'),
        referenceMs: number.optional().describe('the former name of configuredMs'),
      }),
    )
    .readonly()
    .optional()
    .describe('use left of each artefact after an event; 0 declared where the event should act at once'),
  settings: Told.optional().describe('what its servers were told for it, beside what is configured'),
  steps: z.array(text),
  facts,
  /** The weakened servers that the same attack had to beat in the same run. */
  control: z.object({
    id: text,
    outcome: Outcome,
    beaten: z.boolean().nullable(),
    because: text,
  }),
  references: z.array(text),
  fix: text.optional().describe('what to change where it succeeds; absent in runs of before every attack had one'),
  source: z.object({ file: text, line: count }),
  evidence: text,
});

/** An external target, as far as its description says and the run went. */
export const TargetResult = z.object({
  scheme: text,
  title: text,
  origin: text,
  declared: facts.describe('what its owner says of it'),
  lifetimes: z.record(text, number).describe('ms, as far as they are given'),
  ceilings: z.object({ ratePerSecond: number, concurrency: count, requests: count }),
  requests: count.describe('sent to it in this run, the clean-up excepted'),
  optIn: z.array(text),
});

/** What was found out about a target. Its owner's word and the standards are two measures, and are kept apart. */
export const PropertyResult = z.object({
  id: text,
  title: text,
  question: text,
  scheme: text,
  state: z.enum(['observed', 'inconclusive', 'not-applicable', 'not-run']),
  value: z
    .union([text, z.array(text).readonly(), facts])
    .nullable()
    .optional()
    .describe('for programs; absent in runs before 2.0.0, which kept what is shown alone'),
  shown: text.nullable().describe('the value in few words'),
  because: text,
  declaration: z.object({ says: text, kept: z.boolean().nullable() }).nullable(),
  level: z
    .object({
      meets: z.boolean(),
      severity: z.enum(['low', 'medium', 'high', 'critical']),
      fix: text,
      references: z.array(text),
    })
    .nullable(),
  facts,
  evidence: text,
});

/** What to fix first, worst first. */
export const Fix = z.object({
  scheme: text,
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  fix: text,
  because: text,
  against: z.array(z.enum(['standard', 'declaration', 'attack'])),
  references: z.array(text),
  evidence: z.array(text),
});

const Phase = z.object({
  lastedMs: number,
  requests: count,
  refused: count,
  failed: count,
  late: count.describe('good answers after more than a second'),
  medianMs: number.describe('of the requests that were served'),
  slices: z
    .object({ everyMs: number, served: z.array(count), refused: z.array(count), missed: z.array(count) })
    .optional()
    .describe('of the requests that were sent in each `everyMs`; missed: no good answer in time'),
});

export const ScalingResult = z.object({
  scheme: text,
  scenario: text,
  mode: z.enum(['own-memory', 'sticky', 'shared', 'none']),
  instances: count,
  event: text.describe('none, instance-dies, instance-joins, store-dies, or the id of a fault'),
  requests: count,
  refused: count,
  failed: count,
  users: count,
  lostUsers: count,
  wronglyAccepted: count,
  renewals: count,
  renewalsRefused: count,
  renewalsFailed: count.optional(),
  phases: z
    .object({ before: Phase, during: Phase, after: Phase })
    .optional()
    .describe('of a fault: all requests of signed-in users, renewals and logins among them'),
  recoveryMs: number
    .nullable()
    .optional()
    .describe('of a fault: from its end to the last request that it spoiled; null where they did not end'),
  probes: count.optional().describe('of a fault: requests that had to be refused, and were answered'),
  settings: Told.optional().describe('what its servers were told for it, beside what is configured'),
  valid: z.boolean(),
  invalidReason: text.optional(),
  evidence: text,
});

/** What so many instances carried, each held to its share of a core. */
export const ScaleOutResult = z.object({
  scheme: text,
  scenario: text,
  mode: z.enum(['sticky', 'shared', 'none']),
  instances: count,
  round: count,
  heldOut: z.boolean().describe('whether it was predicted before'),
  quotaCores: number.describe('what each instance may use'),
  storeCores: number.nullable().describe('what the store may use; null where none takes part, or it cannot be seen'),
  heldBy: text.nullable().describe('what holds them to it; null where each has a core of its own'),
  perSecond: number,
  cpu: z.object({ servers: number, store: number.optional(), generator: number }).describe('of a request, in µs'),
  used: z
    .object({ servers: number, store: number.optional(), generator: number })
    .describe('in cores, all instances together'),
  limit: z.enum(['servers', 'store', 'generator', 'unknown']).describe('who had no more to give'),
  valid: z.boolean(),
  invalidReason: text.optional(),
  evidence: text,
});

/** What a request takes at one rate: of one step of a sign-in, or of a mix of them, on one instance with a core of its own. */
export const DemandResult = z.object({
  scheme: text,
  scenario: text,
  load: text.describe('a step, or a mix of steps'),
  shares: z.record(text, number).describe('of the steps in it, as they were answered'),
  place: count.describe('of the rate among those of its load, from 1; the same place in every round'),
  round: count,
  heldOut: z.boolean().describe('whether it was predicted before'),
  ratePerSecond: number,
  share: number.describe('of what an instance carries of that load'),
  busyCores: number.describe('what servers used of a core'),
  cpuServersUs: number,
  cpuStoreUs: number.nullable().describe('null where no store takes part, or it cannot be seen'),
  storeCommands: number.nullable(),
  bytesUp: number,
  bytesDown: number,
  latencyP50Us: number.nullable(),
  valid: z.boolean(),
  invalidReason: text.optional(),
  evidence: text,
});

/** What was predicted of a point before it was measured, and what it came to. */
export const Prediction = z.object({
  quantity: z.enum(['throughput', 'cpu.servers', 'cpu.store', 'store.commands', 'bytes.up', 'bytes.down']),
  unit: text,
  scheme: text,
  point: z.object({
    scenario: text,
    mode: text.optional(),
    instances: count.optional(),
    load: text.optional(),
    place: count.optional(),
    share: number.optional(),
    ratePerSecond: number.optional(),
  }),
  at: text.describe('ISO 8601, UTC: when it was written, before the point was measured'),
  predicted: number,
  measured: number.nullable().describe('median over valid rounds; null where there is none'),
  error: number.nullable().describe('measured over predicted, less 1'),
  limit: number.describe('beyond it, to either side, the quantity is not extrapolated'),
});

export const ClaimResult = z.object({
  id: text,
  row: text,
  scheme: text,
  statement: text,
  state: z.enum(['confirmed', 'conditional', 'refuted', 'inconclusive', 'not-run']),
  measured: text.describe('the claim restated with the number'),
  because: text,
  condition: text.optional(),
  basis: z.array(z.enum(['measured', 'probe', 'source'])),
  evidence: z.array(text),
  beyond: z
    .array(
      z.object({
        scheme: text,
        state: z.enum(['confirmed', 'conditional', 'refuted']),
        measured: text,
        condition: text.optional(),
        evidence: z.array(text),
      }),
    )
    .optional()
    .describe('the same of schemes that the comparison does not have, where this run shows it'),
});

/** What attacks of the run show of one requirement of a standard and one scheme. */
export const RequirementResult = z.object({
  id: text.describe('as attacks name it among their references: `ASVS 7.4.1`'),
  level: z
    .union([z.literal(1), z.literal(2), z.literal(3)])
    .optional()
    .describe('of ASVS: from which on it is asked'),
  scheme: text,
  state: z
    .enum(['met', 'in-part', 'not-met', 'not-tested', 'no-surface'])
    .describe('in-part: nothing broke it, and something of it was not tried'),
  because: text,
  attacks: z.array(text).describe('those that broke it, or those that were held off beside a control that fell'),
  properties: z.array(text).describe('of an external target: those that fall short of it'),
  notTried: z.array(text).describe('attacks that the run left out, or that came to no verdict'),
  isComplete: z.boolean().describe('whether every attack that is about it was tried and came to a verdict'),
  takes: text.optional().describe('what it takes to meet it, where the scheme breaks it by design'),
  evidence: z.array(text),
});

export const Exchange = z.object({
  atMs: number,
  /** `request` lines carry method, path, instance, status; `note` lines only text. */
  text,
  facts: facts.optional(),
  request: z
    .object({ method: text, path: text, at: text, status: count, ms: number, error: text.optional() })
    .optional()
    .describe('of a line that is one: who answered, 0 where nobody did, and how long that took; no header and no body'),
});

/** What one cell of the run left behind: the end of every link in the report. */
export const Evidence = z.object({
  id: text,
  cell: CellFacts,
  title: text,
  scheme: text,
  startedAt: text,
  durationMs: number,
  /** What went wrong, where the cell has no verdict. */
  cause: text.optional(),
  facts,
  transcript: z.array(Exchange),
});

export const SchemeFacts = z.object({
  id: text,
  title: text,
  summary: text,
  traits: z.record(text, text),
  settings: z.record(text, z.union([text, number])).describe('what was in force, without keys'),
  configured: z
    .record(text, z.union([text, number]))
    .optional()
    .describe('the same where nothing is shortened or cheapened for a run; what is not there is not known'),
});

export const ScenarioFacts = z.object({
  id: text,
  kind: text,
  title: text,
  question: text,
  asksPassword: z.boolean().optional().describe('of a load: whether what a password costs is in its figures'),
  sets: z.array(text).optional().describe('of a variation: the settings that it chooses'),
  choice: text.optional().describe('of a variation: the choice that it is one answer to'),
  floor: text.optional().describe('of a single operation: the one that it cannot get below'),
  isLibrary: z.boolean().optional().describe('of a variation: the libraries of a scheme with nothing around them'),
  references: z.array(text).optional().describe('of an attack: what standards and lists of weaknesses it is about'),
  surfaceOn: z.array(text).optional().describe('of an attack: the schemes of the run that it can be tried on'),
});

/** One cell of the plan and how it ended. */
export const Cell = CellFacts.extend({
  id: text,
  state: z.enum(['done', 'inconclusive', 'not-run']),
  because: text.optional(),
  durationMs: number,
});

/** One budget, held against this run. */
export const BudgetVerdict = z.object({
  id: text,
  level: z.enum(['warn', 'error']),
  state: z.enum(['met', 'breached', 'waived', 'inconclusive', 'invalid']),
  because: text.describe('what was seen, with its interval, and the limit'),
});

/** What changed since the run that others are held against. */
export const BaselineChanges = z.object({
  base: text,
  head: text,
  mismatches: z.array(text).readonly().describe('why the two cannot be compared; empty where they can'),
  changes: z
    .array(
      z.object({
        scenario: text,
        scheme: text,
        metric: text,
        unit: text,
        before: number.optional(),
        after: number.optional(),
        ratio: number.nullable(),
        ciLow: number.nullable(),
        ciHigh: number.nullable(),
        raw: z
          .object({ ratio: number, ciLow: number, ciHigh: number })
          .optional()
          .describe('new over old as it is, where the judged one is of multiples of the bare route'),
        rounds: count,
        verdict: z.enum(['better', 'worse', 'small', 'equivalent', 'inconclusive', 'invalid', 'added', 'removed']),
        because: text,
        condition: text.optional().describe('under which both runs measured it, where that flatters it'),
      }),
    )
    .readonly(),
  security: z.object({
    fresh: z.array(text).readonly(),
    fixed: z.array(text).readonly(),
    open: z.array(text).readonly(),
  }),
  claims: z.array(z.object({ id: text, before: text, after: text, measured: text })).readonly(),
});

/** One earlier run that this one can be compared with, or this one itself: what a trend is drawn from. */
export const HistoryEntry = z.object({
  id: text,
  startedAt: text,
  key: text.describe('the same for runs that may be compared'),
  commit: text.nullable(),
  failed: count.describe('attacks that did not end as required'),
  confirmed: count.describe('claims'),
  figures: z
    .array(z.object({ scenario: text, scheme: text, metric: text, value: number }))
    .describe('medians over rounds'),
});

export const Results = z.object({
  $schema: text.optional(),
  schemaVersion: text,
  methodVersion: text,
  tool: z.object({ name: text, version: text, homepage: text.optional().describe('where it is published') }),
  run: Run,
  environment: Environment,
  store: StoreFacts,
  agents: z.array(AgentResult).optional().describe('where other machines took part'),
  schemes: z.array(SchemeFacts),
  scenarios: z.array(ScenarioFacts),
  cells: z.array(Cell),
  quality: z.array(Quality),
  samples: z.array(Sample),
  comparisons: z.array(Comparison),
  attacks: z.array(AttackResult),
  scaling: z.array(ScalingResult),
  scaleOut: z.array(ScaleOutResult).optional().describe('where it was measured'),
  demand: z.array(DemandResult).optional().describe('where it was measured'),
  predictions: z.array(Prediction).optional().describe('where something was predicted'),
  claims: z.array(ClaimResult),
  targets: z.array(TargetResult).optional(),
  properties: z.array(PropertyResult).optional(),
  requirements: z.array(RequirementResult).optional().describe('of standards; absent in runs before 2.2.0'),
  fixFirst: z.array(Fix).optional(),
  evidence: z.array(Evidence),
  calibration: Calibration.optional(),
  decisionMargin: number
    .optional()
    .describe('the smallest relative difference that decides an architecture, by which the run is read; 0.25 for 25 %'),
  roundMs: number.optional().describe('how long a round of load took, in the median'),
  /** At most nine sentences that answer the architect's question, each with what it rests on. */
  answer: z.array(z.object({ text, basis: z.array(text) })),
  /** What this run cannot tell. */
  limits: z.array(text),
  budgets: z.array(BudgetVerdict).optional().describe('where a budgets file was given'),
  baseline: BaselineChanges.optional().describe('where a baseline was set'),
  history: z.array(HistoryEntry).optional().describe('comparable runs, oldest first; this one is the last'),
});
export type Results = z.infer<typeof Results>;

/** JSON Schema (draft 2020-12) of results.json. */
export function resultsJsonSchema(): unknown {
  return { $id: `authbench/results-${schemaVersion}.json`, title: 'authbench results', ...z.toJSONSchema(Results) };
}
