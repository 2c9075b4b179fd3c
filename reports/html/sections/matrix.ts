import { decisionText } from '../../analysis/decision.ts';
import { conclusionText, nothingDecides, questionsOf } from '../../analysis/questions.ts';
import { type Saturation, saturationsOf } from '../../analysis/saturation.ts';
import { spread } from '../../analysis/spread.ts';
import { byLength, lastedMs, lengthText, seenText, windowOf } from '../../analysis/window.ts';
import { measuresInMatrix, phraseOf } from '../../measures.ts';
import { inOrder, metric } from '../../metrics.ts';
import { isMain } from '../../results/arm.ts';
import type { Results } from '../../results/results.ts';
import { type Audit, auditsOf, numbersOf } from '../../standards/audit.ts';
import { mainScenario } from '../../statistics/main-scenario.ts';
import { unitFor, withUnit } from '../../text/unit.ts';
import { figure, inSentence, list, percent, times } from '../../text/wording.ts';
import { frontierView, isFrontierFirst } from '../answer/frontier-view.ts';
import { armsOf } from '../arms.ts';
import { rangeBar } from '../charts/range-bar.ts';
import { seriesOf } from '../charts/series.ts';
import { conditionOf, loadTitled } from '../condition.ts';
import { folded } from '../folded.ts';
import { type Content, html, type SafeHtml } from '../markup.ts';
import type { Section } from '../section.ts';
import { table } from '../table.ts';
import { badge, ofComparison, ofRuling } from '../verdict.ts';

type Row = Results['scaling'][number];

/** One line of the matrix: what is compared, and one cell for each scheme. */
interface Line {
  readonly group: string;
  readonly title: string;
  readonly cells: readonly Content[];
  /** Whether schemes were held against each other by it. */
  readonly isCompared?: boolean;
}

export const matrixSection: Section = {
  id: 'matrix',
  title: 'Schemes side by side',
  finding(results) {
    const [told] = questionsOf(results).flatMap((question) => {
      const text = conclusionText(question, results);
      return text === undefined ? [] : [`${question.title}, ${text}`];
    });
    return nothingDecides(results)[0]?.replace(/\.$/, '') ?? told;
  },
  body(results) {
    const lines = [
      ...results.scenarios
        .filter(({ kind }) => kind === 'load')
        .flatMap(({ id, title }) => loadLines(results, id, title)),
      ...keepingLines(results),
      ...securityLines(results),
      ...scaleLines(results),
    ];
    if (lines.length === 0) return html`<p>There is nothing to set side by side: no cell of this run was measured.</p>`;
    const reference = results.run.schemes[0];
    const foremost = titleOf(results, mainScenario(results.comparisons));
    const shown = lines.filter(
      ({ group, isCompared }) => (group === foremost && isCompared) || group === 'Security' || group === 'Scale',
    );
    const others = lines.filter((line) => !shown.includes(line));
    const drawn = (some: readonly Line[]) =>
      table(
        'What each costs. Load: the median, smallest and largest below it. The verdict is on the ratio to the reference.',
        [
          { head: 'Measure', cell: ({ title }) => title },
          ...results.run.schemes.map((scheme, index) => ({
            head: scheme === reference ? `${scheme} (reference)` : scheme,
            cell: ({ cells }: Line) => cells[index],
          })),
        ],
        some,
        {
          group: ({ group }) => group,
          about: (group) => conditionOf(results, loadTitled(results, group)),
          width: 'even',
        },
      );
    const rest = [...new Set(others.map(({ group }) => inSentence(group)))];
    return html`${!isFrontierFirst(results) && frontierView(results)}${shown.length > 0 && drawn(shown)}${others.length > 0 && folded(`The same of ${list(rest)}`, drawn(others))}`;
  },
};

function titleOf({ scenarios }: Results, scenario: string | undefined): string | undefined {
  return scenarios.find(({ id }) => id === scenario)?.title;
}

function loadLines(results: Results, scenario: string, group: string): Line[] {
  const { samples, comparisons, run } = results;
  const limits = saturationsOf(results, scenario).filter(isMain);
  const arms = armsOf(
    samples.filter((sample) => sample.scenario === scenario),
    run.schemes,
  );
  const main = run.schemes.map((scheme) => arms.find((one) => isMain(one) && one.arm.scheme === scheme)?.samples ?? []);
  return inOrder(main.flatMap((own) => own.map((sample) => sample.metric)))
    .filter((name) => metric(name).headline)
    .map((name) => {
      const spreads = main.map((own) => spread(own.filter((sample) => sample.metric === name)));
      const isCompared = spreads.filter((value) => value !== undefined).length > 1;
      const largest = Math.max(0, ...spreads.map((value) => value?.high ?? 0));
      const unit = unitFor(spreads.find((value) => value !== undefined)?.unit ?? '', largest);
      return {
        group,
        isCompared: metric(name).compared !== undefined && name !== 'cpu.servers',
        title: withUnit(metric(name).title, unit),
        cells: run.schemes.map((scheme, index) => {
          const value = spreads[index];
          const limit = name === 'throughput' ? limitOf(limits, scheme) : undefined;
          if (value === undefined) return html`–${limit}`;
          // what the reference is held against is itself, once more
          const comparison = comparisons.find(
            (one) =>
              one.kind === (scheme === run.schemes[0] ? 'a-a' : 'scheme') &&
              one.scenario === scenario &&
              one.metric === name &&
              one.scheme === scheme &&
              one.reference === run.schemes[0],
          );
          const number = html`<span class="value">${unit.show(value.median)}</span>`;
          return html`${comparison?.verdict === 'invalid' ? html`<s>${number}</s>` : number} ${scheme === run.schemes[0] ? twice(comparison) : verdictOf(comparison)}${uncounted(main[index] ?? [], name)}${decided(comparison, results)}${limit}${isCompared && rangeBar(value, largest, seriesOf(run.schemes, scheme))}${value.low < value.high && html`<small>${unit.show(value.low)} to ${unit.show(value.high)}</small>`}`;
        }),
      };
    });
}

function verdictOf(comparison: Results['comparisons'][number] | undefined): SafeHtml | undefined {
  return (
    comparison &&
    html`${badge(ofComparison(comparison))}${comparison.ratio !== null && html` <span class="note">${times(comparison.ratio)}×</span>`}`
  );
}

/** What the same server showed when it was measured twice: without it nobody sees that the reference is unsound. */
function twice(comparison: Results['comparisons'][number] | undefined): SafeHtml | undefined {
  if (comparison === undefined || comparison.verdict === 'equivalent') return undefined;
  const { verdict, ratio } = comparison;
  const apart = ratio === null ? '' : ` ${times(ratio)}×`;
  return html`${verdict === 'invalid' && badge(ofComparison(comparison))}<span class="note"> measured twice:${apart}</span>`;
}

/** How many rounds are in no figure. */
function uncounted(own: readonly Results['samples'][number][], name: string): SafeHtml | undefined {
  const rounds = own.filter((sample) => sample.metric === name);
  const counted = rounds.filter(({ valid }) => valid).length;
  return counted < rounds.length ? html`<small>${counted} of ${rounds.length} repetitions counted</small>` : undefined;
}

function decided(comparison: Results['comparisons'][number] | undefined, results: Results): SafeHtml | undefined {
  const text = comparison && decisionText(comparison, results);
  return text === undefined ? undefined : html`<small>${text}</small>`;
}

function limitOf(limits: readonly Saturation[], scheme: string): SafeHtml | undefined {
  const found = limits.find(({ arm }) => arm.scheme === scheme);
  if (found === undefined) return undefined;
  return found.because === undefined
    ? html`<small>for each server core, of which it used ${found.cores.servers.toFixed(2)}</small>`
    : html`<small>did not count: ${found.because}</small>`;
}

/** What is counted and not timed: no rounds, no interval. */
function keepingLines({ samples, run }: Results): Line[] {
  return measuresInMatrix.flatMap((name) => {
    const own = samples.filter((one) => one.metric === name && one.valid);
    if (own.length === 0) return [];
    return {
      group: 'Kept, asked and sent',
      title: withUnit(phraseOf(name), unitFor(own[0]?.unit ?? '', 0)),
      cells: run.schemes.map((scheme) => {
        const found = own.findLast((one) => one.scheme === scheme);
        return found === undefined ? '–' : html`<span class="value">${figure(found.value)}</span>`;
      }),
    };
  });
}

function securityLines(results: Results): Line[] {
  const { attacks, run } = results;
  if (attacks.length === 0) return [];
  const audits = auditsOf(results, 1);
  const judged = (scheme: string) =>
    attacks.filter((attack) => attack.scheme === scheme && attack.outcome !== 'not-applicable');
  return [
    {
      group: 'Security',
      title: 'Attacks that ended as required',
      cells: run.schemes.map((scheme) => {
        const all = judged(scheme);
        const failed = all.filter(({ asExpected }) => asExpected === false).length;
        const undecided = all.filter(({ asExpected }) => asExpected === null).length;
        return html`<span class="value">${all.length - failed - undecided} of ${all.length}</span>${failed > 0 && html` ${badge({ icon: 'cross', word: `${failed} failed`, tone: 'bad', frame: 'filled' })}`}${undecided > 0 && html`<small>${undecided} without a verdict</small>`}`;
      }),
    },
    {
      group: 'Security',
      title: 'Requirements of ASVS 5.0 level 1 that attacks broke',
      cells: run.schemes.map((scheme) => {
        const audit = audits.find((one) => one.scheme === scheme);
        return audit && auditCell(audit);
      }),
    },
    {
      group: 'Security',
      title: 'Longest use of a stolen credential, lifetimes as configured',
      cells: run.schemes.map((scheme) => {
        const [longest] = judged(scheme)
          .flatMap((attack) => windowOf(attack) ?? [])
          .filter((window) => lastedMs(window) > 0)
          .sort(byLength);
        return longest === undefined || longest.kind === 'none'
          ? 'none seen'
          : html`<span class="value">${lengthText(longest)}</span>${longest.seen && html`<small>tested: ${seenText(longest.seen)}</small>`}`;
      }),
    },
  ];
}

function auditCell({ broken, open, held }: Audit): SafeHtml {
  const asked = broken.length + open.length + held.length;
  return html`<span class="value">${broken.length} of ${asked}</span>${broken.length > 0 && html` ${badge(ofRuling('not-met'))}<small>${numbersOf(broken)}</small>`}${open.length > 0 && html`<small>${open.length} not tried to the end</small>`}`;
}

function scaleLines({ scaling, run }: Results): Line[] {
  const undisturbed = scaling.filter(({ event, valid }) => event === 'none' && valid);
  const most = Math.max(0, ...undisturbed.map(({ instances }) => instances));
  if (most < 2) return [];
  return [
    {
      group: 'Scale',
      title: `Signed-in users refused at ${most} instances`,
      cells: run.schemes.map((scheme) => {
        const rows = undisturbed.filter((row) => row.scheme === scheme && row.instances === most);
        if (rows.length === 0) return '–';
        return rows.map(
          (row) =>
            html`<span class="line"><span class="value">${lostText(row)}</span> <span class="note">${modes[row.mode]}</span></span>`,
        );
      }),
    },
  ];
}

/** Reads, renewals where they are refused too, and users that this signs out. */
function lostText({ refused, requests, renewals, renewalsRefused, lostUsers, users }: Row): string {
  const share = (part: number, whole: number) => (whole === 0 ? '–' : percent(part / whole));
  const reads = `${share(refused, requests)}${renewalsRefused > 0 ? ' of reads' : ''}`;
  const ofRenewals = renewalsRefused > 0 ? `, ${share(renewalsRefused, renewals)} of renewals` : '';
  return `${reads}${ofRenewals}${lostUsers > 0 ? `; ${lostUsers} of ${users} users lost` : ''}`;
}

const modes = {
  'own-memory': 'own memory',
  sticky: 'sticky routing',
  shared: 'shared store',
  none: 'no store',
} satisfies Record<Row['mode'], string>;
