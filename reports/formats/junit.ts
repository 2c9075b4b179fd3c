import type { Builder, TestCase, TestSuite } from 'junit-report-builder';
import junit from 'junit-report-builder';
import { silenceText, silent } from '../analysis/answered-rounds.ts';
import { failures } from '../analysis/failures.ts';
import { outcomeText } from '../analysis/window.ts';
import type { Format } from '../results/report.ts';
import type { Results } from '../results/results.ts';
import { mapTexts } from '../text/map-texts.ts';
import { sanitise } from '../text/sanitise.ts';
import { list, sentence } from '../text/wording.ts';

/** For a CI server's test view: a failed expectation is a failure, an unmeasurable one an error, no verdict is skipped. */
export default {
  id: 'junit',
  files: { 'junit.xml': (results: Results) => render(mapTexts(results, contained)) },
} satisfies Format;

type Attack = Results['attacks'][number];

/** The package is the builder itself, though its types show a module around it. */
const builder = junit as unknown as Builder;

/** The builder lets only the first end of a CDATA section in a text not end it. */
function contained(text: string): string {
  return sanitise(text).replaceAll(']]>', ']] >');
}

function render(results: Results): string {
  const { tool, attacks, claims, quality, budgets = [], baseline } = results;
  const report = builder.newBuilder().name(tool.name);
  const suiteOf = (name: string) => aboutRun(report.testSuite().name(name), results);

  const security = suiteOf('security');
  const took = new Map(results.evidence.map(({ id, durationMs }) => [id, durationMs / 1_000]));
  // what has no such surface is no test of it; its reason stands in the report
  for (const attack of attacks.filter(({ outcome }) => outcome !== 'not-applicable')) {
    const { id, scheme, asExpected, outcome, expected, source, evidence } = attack;
    const because = outcomeText(attack);
    const test = security.testCase().className(`security.${id}`).name(`${id} on ${scheme}`).file(source.file);
    test.time(took.get(evidence) ?? 0);
    if (asExpected === false) test.failure(`${outcome}, required ${expected}: ${because}`, outcome);
    else if (asExpected === null) skip(test, `${outcome}: ${because}`);
    else test.standardOutput(passedText(attack, because, results));
  }

  // the gate of security is of these too
  const accepted = [...failures({ attacks: [], scaling: results.scaling })];
  if (accepted.length > 0) {
    const suite = suiteOf('scaling');
    for (const [name, because] of accepted)
      suite.testCase().className('scaling').name(name).failure(because, 'accepted');
  }

  const claimed = suiteOf('claims');
  for (const { id, state, measured, because } of claims) {
    const test = claimed.testCase().className(`claims.${id}`).name(id);
    const said = `${state}: ${measured} ${because}`;
    if (state === 'inconclusive' || state === 'not-run') skip(test, said);
    else test.standardOutput(said);
  }

  const limits = suiteOf('budgets');
  for (const { id, level, state, because } of budgets) {
    const test = limits.testCase().className(`budgets.${id}`).name(id);
    const said = `${state}, ${level}: ${because}`;
    if (state === 'breached' && level === 'error') test.failure(because, 'breached');
    if (state === 'invalid' && level === 'error') test.error(because, 'invalid');
    if (state === 'inconclusive') skip(test, said);
    else test.standardOutput(said);
  }

  if (baseline) against(baseline, suiteOf('baseline'));
  const loads = silent(results).map(silenceText);
  if (loads.length > 0) {
    const suite = suiteOf('load');
    for (const because of loads) suite.testCase().className('load.answers').name(because).error(because, 'silent');
  }

  const checks = suiteOf('quality');
  for (const { id, title, state, measured, limit, consequence } of quality) {
    const test = checks.testCase().className(`quality.${id}`).name(title);
    const said = `${state}: ${measured}, limit ${limit}`;
    if (state === 'failed') test.error(`${measured}, limit ${limit}: ${consequence}`, 'quality');
    if (state === 'unknown') skip(test, said);
    else test.standardOutput(said);
  }
  return report.build();
}

/** Some test views show the message alone, some the output alone; the builder has no message for what is skipped. */
function skip(test: TestCase, because: string): void {
  test.skipped().standardOutput(because);
  const build = test.build.bind(test);
  test.build = (parent) => {
    const element = build(parent);
    const skipped = element.children.find((child) => 'name' in child && child.name === 'skipped');
    skipped?.att('message', because);
    return element;
  };
}

/** Where and with what: a test view shows it beside each suite. */
function aboutRun(suite: TestSuite, { run, environment, store }: Results): TestSuite {
  const properties = {
    ...{ run: run.id, profile: run.profile, seed: String(run.seed), commit: environment.commit ?? 'unknown' },
    ...{ store: `${store.kind} ${store.version} (${store.provider})`, node: environment.node, cpu: environment.cpu },
  };
  for (const [name, value] of Object.entries(properties)) suite.property(name, value);
  return suite.timestamp(run.startedAt);
}

/** A test that passes because a scheme declares what it does says so, and what an audit says of that. */
function passedText({ outcome, id, scheme }: Attack, because: string, { requirements = [] }: Results): string {
  if (outcome !== 'window') return `${outcome}: ${because}`;
  const missed = requirements.filter(
    (one) => one.state === 'not-met' && one.scheme === scheme && one.attacks.includes(id),
  );
  const audit = missed.length === 0 ? '' : ` It does not meet ${list(missed.map((one) => one.id))}.`;
  return `window: passed, since the scheme declares it. ${sentence(because)}${audit}`;
}

/** What got worse fails; where the two runs cannot be compared, nothing passes. */
function against({ mismatches, changes, security }: NonNullable<Results['baseline']>, suite: TestSuite): void {
  for (const because of mismatches) suite.testCase().className('baseline').name(because).error(because, 'mismatch');
  if (mismatches.length > 0) return;
  for (const because of security.fresh) suite.testCase().className('baseline').name(because).failure(because, 'new');
  for (const { scenario, scheme, metric, verdict, because } of changes) {
    const test = suite.testCase().className(`baseline.${scenario}`).name(`${metric} of ${scheme}`);
    const said = `${verdict}: ${because}`;
    if (verdict === 'worse') test.failure(because, verdict);
    if (verdict === 'inconclusive' || verdict === 'invalid') skip(test, said);
    else test.standardOutput(said);
  }
}
