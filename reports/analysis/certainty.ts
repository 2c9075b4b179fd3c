import type { Results } from '../results/results.ts';
import { command } from '../text/installation.ts';
import { counted, exact, inSentence, list } from '../text/wording.ts';
import { atTheEdge, isAnswered, isDirectionAlone, questionsOf, tailOf, undecidedIn } from './questions.ts';
import { remedy } from './remedy.ts';
import { securityCount } from './security-count.ts';
import { untriedAttacks } from './untried.ts';

/** What a run leaves open, and the command that settles it where one does. */
export interface OpenQuestion {
  readonly text: string;
  readonly command?: string;
  /** How long that takes, as it stands in a sentence. */
  readonly takes?: string;
}

export interface Certainty {
  /** In few words each. */
  readonly sure: readonly string[];
  readonly open: readonly OpenQuestion[];
}

/** What a reader may build upon, and what not yet. Pure. */
export function certaintyOf(results: Results): Certainty {
  const questions = questionsOf(results).filter(({ comparisons }) => comparisons.length > 0);
  const answered = [...questions.filter((one) => isAnswered(one, results)), ...[tailOf(results) ?? []].flat()];
  const unanswered = questions.filter((one) => !isAnswered(one, results));
  const edge = atTheEdge(questions, results);
  const valid = results.scaling.filter((one) => one.valid);
  const { open } = securityCount(results);
  const judged = new Set(results.attacks.filter(({ asExpected }) => asExpected !== null).map(({ id }) => id));
  return {
    sure: [
      ...(judged.size > 0 ? [counted(judged.size, 'attack')] : []),
      ...(valid.some(({ event, instances }) => event === 'none' && instances > 1) ? ['several instances'] : []),
      ...(valid.some(({ event }) => event === 'store-dies') ? ['store outage'] : []),
      ...answered.map((one) => `${isDirectionAlone(one, results) ? 'who has less ' : ''}${inSentence(one.title)}`),
    ],
    open: [
      ...(unanswered.length > 0
        ? [
            {
              text: list(unanswered.map(({ title }) => inSentence(title))),
              ...remedy(undecidedIn(unanswered, results), results),
            },
          ]
        : []),
      ...(questions.length === 0 && results.schemes.length > 0 && !results.samples.some(isMeasured)
        ? [
            {
              text: 'cost and speed, which were not measured',
              command: command('--suite load'),
              takes: 'in about 5 min',
            },
          ]
        : []),
      ...untried(results),
      ...(edge ? [{ text: edge.text, ...remedy(edge.comparisons, results) }] : []),
      ...(open > 0
        ? [{ text: `${counted(open, 'attack')} without a verdict, which ${open === 1 ? 'says' : 'say'} why` }]
        : []),
    ],
  };
}

/** Under load: of one scheme there is nothing to compare, and of schemes built otherwise there is a table of their own. */
function isMeasured({ arm, valid }: Results['samples'][number]): boolean {
  return valid && (arm?.group === 'sensitivity' || arm?.group === 'load');
}

function untried(results: Results): OpenQuestion[] {
  const left = untriedAttacks(results).length;
  const all = results.scenarios.filter(({ kind }) => kind === 'attack').length;
  if (left === 0) return [];
  return [
    {
      text: `${exact(left)} of ${exact(all)} attacks, which were not tried`,
      command: command('--suite security'),
    },
  ];
}
