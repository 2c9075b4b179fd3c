import { z } from 'zod';
import type { Arm, Group } from './arm.ts';
import type { CellFacts } from './cell.ts';
import type { Results } from './results.ts';

const text = z.string();

/** As much of a run before 2.0.0 as says in a name what is a field since. */
const Older = z.looseObject({
  scenarios: z.array(z.looseObject({ id: text, kind: text })),
  run: z.looseObject({
    schemes: z.array(text),
    topology: z.looseObject({ cluster: text, balancer: text }),
    options: z.looseObject({ sloP99Ms: z.number().optional() }).optional(),
  }),
  environment: z.looseObject({ runtimes: z.array(z.looseObject({ arm: text, asked: text })).optional() }),
  targets: z.array(z.looseObject({ scheme: text })).optional(),
  samples: z.array(z.looseObject({ scenario: text, scheme: text, arm: text, metric: text, value: z.number() })),
  comparisons: z.array(z.looseObject({ arm: text.optional() })),
  cells: z.array(z.looseObject({ id: text })),
  evidence: z.array(z.looseObject({ id: text, cell: text })),
  properties: z.array(z.looseObject({ value: text.nullable() })).optional(),
  quality: z.array(z.looseObject({ id: text })).optional(),
  history: z.array(z.looseObject({})).optional(),
});

/** Runs before 2.0.0 said in names what arms and cells were: here alone they are read. Of a property they kept words. */
export function withTypedFacts<T extends Readonly<Record<string, unknown>>>(older: T): T {
  const read = Older.safeParse(older);
  // what does not keep to its schema is refused by whoever reads it next
  if (!read.success) return older;
  const {
    scenarios,
    environment,
    samples,
    comparisons,
    cells,
    evidence,
    properties,
    quality = [],
    history,
  } = read.data;
  const kinds = new Map(scenarios.map(({ id, kind }) => [id, kind]));
  const names = new Set(samples.map(({ arm }) => arm));
  const isAlone = (variation: string) => names.has(`sensitivity:${variation}:reference`);
  return {
    ...older,
    run: { ...read.data.run, options: optionsOf(read.data) },
    environment: {
      ...environment,
      ...(environment.runtimes && {
        runtimes: environment.runtimes.map(({ arm, ...rest }) => ({ ...variedOf(arm), ...rest })),
      }),
    },
    samples: samples.map((sample) => ({
      ...sample,
      arm: armOf({ ...sample, kind: kinds.get(sample.scenario) }, isAlone),
    })),
    comparisons: comparisons.map(({ arm, ...one }) => ({ ...one, ...variedOf(arm) })),
    cells: cells.map((cell) => ({ ...cell, ...cellOf(cell.id, kinds, isAlone) })),
    evidence: evidence.map((one) => ({ ...one, cell: cellOf(one.cell, kinds, isAlone) })),
    scenarios: scenarios.map((one) => ({ ...one, ...(one.id.startsWith('floor-of-') && { isLibrary: true }) })),
    quality: quality.map((one) => ({ ...one, ...aboutOf(one.id) })),
    ...(history && { history: history.map(withTypedFigures) }),
    ...(properties && { properties: properties.map(({ value, ...one }) => ({ ...one, shown: value })) }),
  };
}

function aboutOf(id: string): { about?: 'control' | 'cells' } {
  return id.startsWith('a-a.') ? { about: 'control' } : id === 'cells-decided' ? { about: 'cells' } : {};
}

/** An entry of the history as it was kept before 2.0.0, by `scenario/scheme/metric`, or as it is. */
export function withTypedFigures(entry: unknown): unknown {
  const older = z.looseObject({ figures: z.record(text, z.number()) }).safeParse(entry);
  if (!older.success) return entry;
  const figures = Object.entries(older.data.figures).map(([name, value]) => {
    const [scenario = '', scheme = '', metric = ''] = name.split('/');
    return { scenario, scheme, metric, value };
  });
  return { ...older.data, figures };
}

/** The options of a run, from its results. */
function optionsOf({ run, environment, samples, targets = [] }: z.infer<typeof Older>): Results['run']['options'] {
  const { schemes, topology, options = {} } = run;
  // where a search came to its end
  const soughtUs = samples.find(({ metric }) => metric === 'slo.p99')?.value;
  return {
    schemes: schemes.filter((name) => !targets.some(({ scheme }) => scheme === name)),
    cluster: topology.cluster,
    // recorded with its version
    balancer: topology.balancer.split(' ')[0] ?? 'none',
    ...(environment.runtimes && { node: environment.runtimes.map(({ asked }) => asked) }),
    ...(soughtUs !== undefined && { sloP99Ms: soughtUs / 1_000 }),
    ...options,
  };
}

/** How schemes were built that were compared under the name of an arm: `sensitivity:x`, `sensitivity:reference:a-a`. */
export function variedOf(arm = ''): { variation?: string; isControl?: true } {
  const [, variation, control] = /^sensitivity:([^:]+)(:a-a)?$/.exec(arm) ?? [];
  return {
    ...(variation !== undefined && variation !== 'reference' && { variation }),
    ...(control && { isControl: true }),
  };
}

/** The facts of a cell from its id: `login-csrf/jwt+a-weakness`, `undisturbed/jwt/none/2`, `login/session+a-a/round-1`. */
function cellOf(id: string, kinds: ReadonlyMap<string, string>, isAlone: (variation: string) => boolean): CellFacts {
  const [scenario = '', who = '', ...where] = id.split('/');
  const [scheme = '', ...besides] = who.split('+');
  const round = Number(where.at(-1)?.replace('round-', ''));
  const arm = (arm: string): Arm => armOf({ arm, scheme, kind: 'load' }, isAlone);
  if (scenario === 'micro') return { kind: 'micro', scenario: who, scheme: 'none' };
  if (scenario === 'slo') return { kind: 'load', scenario: swept, scheme, arm: arm('slo') };
  if (scenario === 'ladder')
    return { kind: 'load', scenario: swept, scheme, arm: { ...arm('slo'), group: 'rate-sweep' }, round };
  const [mode, instances] = where as [CellFacts['mode'], string?];
  const known = kinds.get(scenario) ?? 'property';
  if (known === 'load')
    return { kind: 'load', scenario, scheme, arm: arm(besides[0] ?? (scheme === 'floor' ? 'floor' : 'main')), round };
  const kind = known as CellFacts['kind'];
  if (mode !== undefined) return { kind, scenario, scheme, mode, ...(instances && { instances: Number(instances) }) };
  const [weakness, controlScheme] = besides.toReversed();
  return { kind, scenario, scheme, ...(controlScheme && { controlScheme }), ...(weakness && { weakness }) };
}

/** Of which alone rates were sought. */
const swept = 'authenticated-read';

interface Named {
  readonly arm: string;
  readonly scheme: string;
  /** Of the scenario. */
  readonly kind: string | undefined;
}

/** @param isAlone whether a variation had schemes as they are beside it, since it could not take turns */
function armOf({ arm, scheme, kind }: Named, isAlone: (variation: string) => boolean): Arm {
  const [, prefix, pass, name = arm] = /^(sensitivity|rate|planted|confirm-(\d+)):(.*)$/.exec(arm) ?? [];
  const own = { scheme, role: 'main' } as const;
  if (arm === 'slo') return { group: 'rate-search', ...own };
  if (prefix === 'rate') return { group: 'rate-sweep', ...own, rate: Number(name) };
  if (prefix === 'planted') return { group: 'load', ...own, plantedShare: Number(name) };
  // whatever else is said of a role is refused by the schema
  const role = name as Arm['role'];
  if (pass !== undefined) return { group: 'confirmation', scheme, role, pass: Number(pass) };
  if (prefix === undefined) return { group: groups[kind ?? ''] ?? 'load', scheme, role };
  const [id = '', as] = name.split(':');
  const isAa = (as ?? id) === 'a-a';
  return {
    ...{ group: 'sensitivity', scheme, role: isAa ? 'a-a' : scheme === 'floor' ? 'floor' : 'main' },
    ...(id !== 'reference' && id !== 'a-a' && { [as && (!isAa || isAlone(id)) ? 'beside' : 'variation']: id }),
  };
}

const groups: Readonly<Record<string, Group>> = { lifecycle: 'lifecycle', micro: 'micro' };
