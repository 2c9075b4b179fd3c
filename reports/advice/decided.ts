import { standsAlone } from '../analysis/stands-alone.ts';
import type { Results } from '../results/results.ts';
import { list, listOf } from '../text/wording.ts';
import { type Advice, advise } from './advise.ts';
import { deciders } from './deciders.ts';

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
  readonly undecided: readonly string[];
}

/** The short answer of a run, by the rules of the advisor; none of a run that compares nobody. Pure. */
export function decided(results: Results): Decided[] {
  if (standsAlone(results) || results.schemes.length === 0 || results.attacks.length === 0) return [];
  return deciders.map(({ title, requirements }) => {
    const { schemes, preferences } = advise(requirements, results);
    const of = (status: Advice['schemes'][number]['status']) => schemes.filter((one) => one.status === status);
    const chosen = of('recommended');
    const needs = needed(chosen);
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
      take: chosen.length === 0 ? 'none is shown to meet it' : isAny ? any : names,
      isChoice: chosen.length > 0 && !isAny,
      needs,
      ruledOut: of('ruled-out').map(({ scheme }) => scheme),
      undecided: of('undecided').map(({ scheme }) => scheme),
    };
  });
}

/** What schemes have to be given, said once where several need the same. */
function needed(chosen: Advice['schemes']): string[] {
  const who = new Map<string, string[]>();
  for (const { scheme, assessments } of chosen)
    for (const { needs } of assessments) if (needs !== undefined) who.set(needs, [...(who.get(needs) ?? []), scheme]);
  return [...who].map(([needs, schemes]) => `${list(schemes)} ${schemes.length > 1 ? 'need' : 'needs'} ${needs}`);
}

/** More names than these are counted. */
const mostNamed = 4;

export function ruledOutText({ ruledOut }: Decided, all: number): string {
  if (ruledOut.length === 0) return '–';
  if (all <= mostNamed) return ruledOut.join(', ');
  return ruledOut.length > mostNamed ? `${ruledOut.length} of ${all}` : list(ruledOut);
}

export function undecidedText({ undecided }: Decided): string | undefined {
  return undecided.length === 0 ? undefined : `undecided: ${listOf(mostNamed, undecided)}`;
}
