import { isMain } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { noiseOf } from '../statistics/noise.ts';
import { command } from '../text/installation.ts';
import { isLoopback } from '../text/loopback.ts';
import { list, percent, sentence } from '../text/wording.ts';
import { cheapened } from './cheapened.ts';
import { decisionOf } from './decision.ts';
import { untriedAttacks } from './untried.ts';

/** What a run cannot tell, one sentence each, the gravest first. */
export function caveats(results: Results): string[] {
  const { run, store, cells, comparisons, claims, quality } = results;
  const missing = cells.filter(({ state }) => state === 'not-run').length;
  const open = cells.filter(({ state }) => state === 'inconclusive');
  const compared = comparisons.filter(({ kind }) => kind !== 'sensitivity');
  const count = (wanted: string) => compared.filter(({ verdict }) => verdict === wanted).length;
  const [undecided, invalid] = [count('inconclusive'), count('invalid')];
  const within = compared.filter(
    (one) => one.verdict === 'inconclusive' && decisionOf(one, results)?.state === 'within',
  ).length;
  const unsettled = claims.filter(({ state }) => state === 'not-run' || state === 'inconclusive').length;
  return [
    ...(run.profile === 'smoke'
      ? ['A smoke run proves that everything runs; it gives no performance verdict by design.']
      : []),
    ...(missing > 0 ? [`${missing} of ${cells.length} tests did not run.`] : []),
    ...(open[0]
      ? [
          `${open.length} of ${cells.length} tests have no result; the first is ${open[0].id}. ${sentence(open[0].because ?? 'no cause was kept')}`,
        ]
      : []),
    ...untried(results),
    ...sight(results),
    ...unmet(quality),
    ...(undecided + invalid > 0
      ? [
          `${undecided + invalid} of ${compared.length} comparisons have no verdict${invalid > 0 ? `, ${invalid} of them invalid` : ''}${within > 0 ? `, and ${within} are known to lie within the decision margin` : ''}; each says why, and how many more rounds would settle it where some would.`,
        ]
      : []),
    ...cheap(results),
    ...(unsettled > 0 ? [`${unsettled} of ${claims.length} claims could not be settled by this run.`] : []),
    ...oneRuntime(results),
    ...setUp(results),
    ...(store.caveat ? [store.caveat] : []),
  ];
}

/** Who shared a machine, and which network is in no figure. A store that was given by its address says itself where it is. */
function setUp({ run, store, environment, agents, schemes, targets = [] }: Results): string[] {
  if (run.topology.servers !== undefined)
    return [
      'Servers under load ran on agents, with the network to their store and to the load in each figure: another network gives others.',
    ];
  const far = targets.filter(({ origin }) => !isLoopback(new URL(origin).hostname)).map(({ scheme }) => scheme);
  const ofFar = `${list(far)} ran elsewhere, with the network in each figure: another network gives others.`;
  if (far.length > 0 && schemes.every(({ id }) => far.includes(id))) return [ofFar];
  const hasStore = store.provider !== 'url';
  const here = ['Servers', ...(hasStore ? ['store'] : []), agents ? 'the bench' : 'generator'];
  return [
    `${list(here)} share a machine of ${environment.cores} cores: ratios may hold on another, absolute figures will not.`,
    ...(hasStore
      ? [
          `${agents || far.length > 0 ? 'Servers asked their store' : 'Everything ran'} over loopback without TLS: over a network, each visit to the store adds a round trip that is not seen here.`,
        ]
      : []),
    ...(far.length > 0 ? [ofFar] : []),
  ];
}

/** Some releases of one runtime made a scheme cost half as much again: figures hold for that which they were taken on. */
function oneRuntime({ environment, samples }: Results): string[] {
  const isLoaded = samples.some((one) => isMain(one) && one.metric === 'rate.offered');
  return isLoaded && environment.runtimes === undefined
    ? [
        `Servers ran on Node.js ${environment.node} alone; whether a conclusion depends on it tells ${command('--suite sensitivity --node 20,22,24,26')}.`,
      ]
    : [];
}

/** What logins cost where a password is as dear as it is configured, and nobody measured it. */
function cheap({ scenarios, schemes, samples }: Results): string[] {
  const conditions = new Map<string, string[]>();
  for (const { id, title } of scenarios) {
    const own = samples.filter((one) => one.scenario === id && isMain(one));
    const [condition] = own.flatMap((sample) => cheapened({ scenarios, schemes }, sample) ?? []);
    if (condition !== undefined) conditions.set(condition, [...(conditions.get(condition) ?? []), title]);
  }
  return [...conditions].map(
    ([condition, titles]) =>
      `What these cost as configured, and which scheme needs less for them: ${list(titles)}, ${condition}.`,
  );
}

/** Attacks that there are, and that the profile left out. A run that was ended early says itself what it did not reach. */
function untried(results: Results): string[] {
  const { run, scenarios } = results;
  const all = scenarios.filter(({ kind }) => kind === 'attack').length;
  const left = untriedAttacks(results).length;
  const isWhole = run.state === 'complete' && run.suites.includes('security');
  return isWhole && left > 0
    ? [`${all - left} of ${all} attacks were tried; ${command('--suite security')} tries all.`]
    : [];
}

/** The difference that the bench saw where there is none. */
function sight({ comparisons }: Results): string[] {
  const controls = comparisons.filter(({ kind }) => kind === 'a-a');
  const several = new Set(controls.map(({ scenario }) => scenario)).size > 1;
  const apart = controls.flatMap((control) => {
    const { scenario, metric, verdict } = control;
    const [name, noise] = [watched.get(metric), noiseOf(control)];
    return name !== undefined && verdict === 'inconclusive' && noise !== undefined
      ? [`${percent(Math.expm1(noise))} apart in ${name}${several ? ` (${scenario})` : ''}`]
      : [];
  });
  return apart.length > 0
    ? [`Identical servers may look ${list(apart)} here: no smaller difference between schemes can be seen.`]
    : [];
}

const watched: ReadonlyMap<string, string> = new Map([
  ['cpu.total', 'CPU per request'],
  ['latency.p50', 'median latency'],
]);

const mostUnmet = 3;

/** What a run misses of its own checks, failed before warning; the A/A arms and the broken cells are named above. */
function unmet(quality: Results['quality']): string[] {
  const named = quality.filter(({ about }) => about === undefined);
  const rows = [
    ...named.filter(({ state }) => state === 'failed'),
    ...named.filter(({ state }) => state === 'warning'),
  ];
  // one of a kind is enough here
  const kinds = rows.filter(({ consequence }, i) => rows.findIndex((one) => one.consequence === consequence) === i);
  const more = rows.length - Math.min(kinds.length, mostUnmet);
  return [
    ...kinds
      .slice(0, mostUnmet)
      .map(
        ({ title, measured, limit, consequence }) =>
          `${title}: ${measured}, where the limit is ${limit}. ${sentence(consequence)}`,
      ),
    ...(more > 0 ? [`${more} more checks of the data were not met; the section on data quality names them.`] : []),
  ];
}
