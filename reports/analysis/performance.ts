import { cellsOf } from '../advice/lookup.ts';
import { isBare, isMain } from '../results/arm.ts';
import type { Results } from '../results/results.ts';
import { counted } from '../statistics/counted.ts';
import { median } from '../statistics/median.ts';
import { duration, exact, figure, list, sentence } from '../text/wording.ts';
import { cheapened } from './cheapened.ts';
import {
  conclusionText,
  type LoadQuestion,
  leftToDo,
  nothingDecides,
  questionsAnswered,
  questionsOf,
  tailOf,
} from './questions.ts';
import { type Saturation, saturationsOf } from './saturation.ts';
import { spread } from './spread.ts';

type Sentence = Results['answer'][number];
type Sample = Results['samples'][number];

/** Which of the three questions have an answer and what is left to do; then each of them with its figures. */
export function performance(results: Results): Sentence[] {
  const answered = questionsAnswered(results);
  const questions = questionsOf(results);
  const { scenario } = questions.flatMap(({ comparisons }) => comparisons)[0] ?? {};
  if (answered === undefined || scenario === undefined) return [];
  const basis = results.run.schemes.flatMap((scheme) => cellsOf(results, scheme, scenario));
  const own = counted(results.samples).filter((one) => one.scenario === scenario);
  const [throughput, cost, latency] = questions as [LoadQuestion, LoadQuestion, LoadQuestion];
  const tail = tailOf(results);
  const told = [
    [said(throughput, '', carried(results, saturationsOf(results, scenario)), results)],
    [said(cost, `${whose(cost)}${offered(own)}`, taken(results.run, own, cost), results)],
    [latency, ...(tail ? [tail] : [])].map((one) => said(one, '', taken(results.run, own, one), results)),
  ].map((texts) => texts.filter((text) => text !== undefined));
  return [[answered, ...nothingDecides(results), ...leftToDo(results)], ...told]
    .filter((texts) => texts.length > 0)
    .map((texts) => ({ text: texts.join(' '), basis }));
}

function said(question: LoadQuestion, when: string, figures: readonly string[], results: Results): string | undefined {
  const [first] = question.comparisons;
  const condition = first && cheapened(results, first);
  const found = conclusionText(question, results);
  const under = [question.title + when, ...(condition === undefined ? [] : [condition])].join(', ');
  if (figures.length === 0) return found && `${under}, ${found}.`;
  return `${under}: ${figures.join('; ')}.${found === undefined ? '' : ` ${sentence(found)}`}`;
}

/** Only what was limited by a server is what a server carries. */
function carried({ run }: Results, saturations: readonly Saturation[]): string[] {
  const known = [
    ...run.schemes.map((scheme) => ({
      one: saturations.find((one) => isMain(one) && one.arm.scheme === scheme),
      name: `with ${scheme}`,
    })),
    { one: saturations.find(isBare), name: 'without authentication' },
  ];
  const of = (isServers: boolean) =>
    known.flatMap(({ one, name }) => (one && (one.because === undefined) === isServers ? [{ one, name }] : []));
  const rate = (values: readonly number[]) => figure(median(values) ?? 0);
  const capacities = of(true).map(({ one, name }, i) => `${rate(one.perCore)}${i === 0 ? ' requests/s' : ''} ${name}`);
  return [
    ...(capacities.length > 0 ? [`a server core in full use, its store not counted, carries ${list(capacities)}`] : []),
    ...of(false).map(
      ({ one, name }) =>
        `${figure((median(one.perCore) ?? 0) * one.cores.servers)} requests/s ${name} are no capacity of a server: ${one.because}`,
    ),
  ];
}

/** What a request took with each scheme, and without any. */
function taken({ schemes }: Results['run'], own: readonly Sample[], { metrics, comparisons }: LoadQuestion): string[] {
  const metric = comparisons[0]?.metric ?? metrics[0];
  const middleOf = (isWanted: (one: Sample) => boolean) => {
    const found = spread(own.filter((one) => one.metric === metric && isWanted(one)));
    return found?.unit === 'us' ? duration(found.median / 1_000) : undefined;
  };
  const shown = schemes.flatMap((scheme) => {
    const value = middleOf((one) => isMain(one) && one.scheme === scheme);
    return value === undefined ? [] : [`${value} with ${scheme}`];
  });
  const bare = middleOf(isBare);
  return shown.length === 0
    ? []
    : [list([...shown, ...(bare === undefined ? [] : [`${bare} without authentication`])])];
}

/** At saturation a server alone is the limit; here what its store spends is in the figure, where that is known. */
function whose({ comparisons: [first] }: LoadQuestion): string {
  return first?.metric === 'cpu.servers' ? ', of servers' : ', of servers and store';
}

function offered(own: readonly Sample[]): string {
  const rate = spread(own.filter((one) => isMain(one) && one.metric === 'rate.offered'));
  return rate === undefined ? '' : `, at ${exact(Math.round(rate.median))} requests/s`;
}
