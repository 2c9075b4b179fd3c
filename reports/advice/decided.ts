import { standsAlone } from '../analysis/stands-alone.ts';
import type { Results } from '../results/results.ts';
import { auditsOf, numbersOf } from '../standards/audit.ts';
import { list, listOf } from '../text/wording.ts';
import { type Advice, advise } from './advise.ts';
import { deciders } from './deciders.ts';
import { noneYet } from './default-choice.ts';
import type { Requirements } from './requirements.ts';

/** What one requirement alone comes to. */
export interface Decided {
  readonly title: string;
  /** Whom to take, or why nobody or anybody: in words. */
  readonly take: string;
  /** Whether that names schemes. */
  readonly isChoice: boolean;
  /** On which conditions. */
  readonly needs: readonly string[];
  readonly ruledOut: readonly string[];
  /** What of a standard those break, by its numbers; absent where none is asked for. */
  readonly broken?: string;
  /** Beside others that are not: none where nothing tells of any scheme. */
  readonly undecided: readonly string[];
}

/** The short answer of a run, by the rules of the advisor; none of a run that compares nobody. Pure. */
export function decided(results: Results): Decided[] {
  if (standsAlone(results) || results.schemes.length < 2 || results.attacks.length === 0) return [];
  // every row would say the same
  if (noneYet(results) !== undefined) return [];
  return deciders.map(({ title, requirements }) => {
    const { schemes, preferences } = advise(requirements, results);
    const of = (status: Advice['schemes'][number]['status']) => schemes.filter((one) => one.status === status);
    const chosen = of('recommended');
    const needs = needed(chosen);
    const ruledOut = of('ruled-out').map(({ scheme }) => scheme);
    const broken = brokenBy(ruledOut, requirements.asvsLevel, results);
    const undecided = of('undecided').map(({ scheme }) => scheme);
    const isUnknown = undecided.length === results.schemes.length;
    const isAny = chosen.length === results.schemes.length && needs.length === 0;
    const names = listOf(
      mostNamed,
      chosen.map(({ scheme }) => scheme),
      'or',
    );
    const any = preferences.some(({ isWithin }) => isWithin)
      ? 'any: too little apart to decide'
      : 'any: this run does not tell them apart';
    return {
      title,
      take: chosen.length > 0 ? (isAny ? any : names) : isUnknown ? unknown : 'none is shown to meet it',
      isChoice: chosen.length > 0 && !isAny,
      needs,
      ruledOut,
      ...(broken !== undefined && { broken }),
      undecided: isUnknown ? [] : undecided,
    };
  });
}

function brokenBy(schemes: readonly string[], level: Requirements['asvsLevel'], results: Results): string | undefined {
  if (level === undefined || schemes.length === 0) return undefined;
  const all = auditsOf(results, level).flatMap(({ scheme, broken }) => (schemes.includes(scheme) ? broken : []));
  const once = all.filter(({ id }, place) => all.findIndex((one) => one.id === id) === place);
  return once.length > mostNamed ? `${numbersOf(once.slice(0, mostNamed - 1))} …` : numbersOf(once);
}

/** What schemes have to be given, said once where several need the same. */
function needed(chosen: Advice['schemes']): string[] {
  const who = new Map<string, string[]>();
  for (const { scheme, assessments } of chosen)
    for (const { needs } of assessments) if (needs !== undefined) who.set(needs, [...(who.get(needs) ?? []), scheme]);
  return [...who].map(([needs, schemes]) => `${list(schemes)} ${schemes.length > 1 ? 'need' : 'needs'} ${needs}`);
}

const unknown = 'this run does not show it';

/** More names than these are counted. */
const mostNamed = 4;

export function ruledOutText({ ruledOut, broken }: Decided, all: number): string {
  if (ruledOut.length === 0) return '–';
  const by = broken === undefined ? '' : ` (by ${broken})`;
  if (all <= mostNamed) return ruledOut.join(', ') + by;
  return (ruledOut.length > mostNamed ? `${ruledOut.length} of ${all}` : list(ruledOut)) + by;
}

export function undecidedText({ undecided }: Decided): string | undefined {
  return undecided.length === 0 ? undefined : `undecided: ${listOf(mostNamed, undecided)}`;
}
