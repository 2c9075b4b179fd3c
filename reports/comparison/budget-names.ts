import { comparedMetrics, knownMetrics } from '../metrics.ts';
import type { Results } from '../results/results.ts';
import { nearest } from '../text/nearest.ts';
import { list } from '../text/wording.ts';
import type { Budgets } from './budget-file.ts';

/** What there is to hold limits against. */
export interface BudgetNames {
  readonly schemes: readonly string[];
  readonly attacks: readonly string[];
  readonly load: readonly string[];
  readonly lifecycle: readonly string[];
  readonly micro: readonly string[];
}

interface Strange {
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/**
 * Names in budgets that nothing has, and ratios that nobody makes: they would be inconclusive in every run. A stored run
 * may have names that this version has not. What is switched off may name anything.
 */
export function strangeNames({ budgets }: Budgets, names: BudgetNames, stored?: Results): Strange[] {
  const { samples = [], attacks = [], schemes = [] } = stored ?? {};
  const known = {
    scheme: [...names.schemes, ...schemes.map(({ id }) => id), ...samples.map(({ scheme }) => scheme)],
    attack: [...names.attacks, ...attacks.map(({ id }) => id)],
    scenario: [...names.load, ...names.lifecycle, ...names.micro, ...samples.map(({ scenario }) => scenario)],
    metric: [...knownMetrics(), ...samples.map(({ metric }) => metric)],
  };
  return budgets.flatMap((budget, i) => {
    if (budget.level === 'off') return [];
    const check = (field: string, kind: keyof typeof known, name: string | undefined) =>
      name === undefined || known[kind].includes(name) ? [] : [strange(['budgets', i, field], kind, name, known[kind])];
    if ('attack' in budget)
      return [
        ...(budget.attack === '*' ? [] : check('attack', 'attack', budget.attack)),
        ...check('scheme', 'scheme', budget.scheme),
      ];
    if ('window' in budget)
      return [...check('window', 'attack', budget.window), ...check('scheme', 'scheme', budget.scheme)];
    const { scenario, metric, scheme } = budget;
    const against = 'vs' in budget ? budget.vs : undefined;
    const isLoad = !names.lifecycle.includes(scenario) && !names.micro.includes(scenario);
    const isCompared = isLoad && (comparedMetrics.has(metric) || !known.metric.includes(metric));
    // lifecycle scenarios name their measures themselves; primitives are of no scheme
    return [
      ...check('scenario', 'scenario', scenario),
      ...(names.lifecycle.includes(scenario) ? [] : check('metric', 'metric', metric)),
      ...(names.micro.includes(scenario) && scheme === 'none' ? [] : check('scheme', 'scheme', scheme)),
      ...(against === 'baseline' ? [] : check('vs', 'scheme', against)),
      ...(against === undefined || isCompared ? [] : [uncompared(['budgets', i, 'vs'], metric, scenario)]),
    ];
  });
}

/** Figures without verdicts are held against a limit, and never against another figure. */
function uncompared(path: Strange['path'], metric: string, scenario: string): Strange {
  const message = `${metric} of ${scenario} is not compared: it takes max or min. Compared are ${list([...comparedMetrics.keys()])}, under load`;
  return { path, message };
}

function strange(path: Strange['path'], kind: string, name: string, known: readonly string[]): Strange {
  const alike = nearest(name, known);
  return { path, message: `there is no ${kind} '${name}'${alike.length > 0 ? `; near it: ${alike.join(', ')}` : ''}` };
}
