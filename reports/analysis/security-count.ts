import type { Results } from '../results/results.ts';
import { exact } from '../text/wording.ts';
import { brokeThrough } from './failures.ts';

/** How the attacks of a run ended; what has no such surface is no test. */
export interface SecurityCount {
  readonly tests: number;
  readonly broke: number;
  /** Ended otherwise than required, though the attacker got nothing. */
  readonly otherwise: number;
  readonly blocked: number;
  /** Worked until the credential expired, as the scheme is built to. */
  readonly windows: number;
  /** Without a verdict. */
  readonly open: number;
}

export function securityCount({ attacks }: Pick<Results, 'attacks'>): SecurityCount {
  const tried = attacks.filter(({ outcome }) => outcome !== 'not-applicable');
  const count = (is: (one: Results['attacks'][number]) => boolean) => tried.filter(is).length;
  return {
    tests: tried.length,
    broke: count(brokeThrough),
    otherwise: count((one) => one.asExpected === false && !brokeThrough(one)),
    blocked: count(({ asExpected, outcome }) => asExpected === true && outcome !== 'window'),
    windows: count(({ asExpected, outcome }) => asExpected === true && outcome === 'window'),
    open: count(({ asExpected }) => asExpected === null),
  };
}

/** `52 attacks on 3 schemes: none broke through.` and what became of them. */
export function securityTexts({ tests, broke, otherwise, blocked, windows, open }: SecurityCount): string[] {
  if (tests === 0) return [];
  const through = broke === 0 ? 'none broke through' : `${exact(broke)} broke through`;
  return [
    `${exact(tests)} tests: ${through}${otherwise > 0 ? `, ${exact(otherwise)} did not end as required` : ''}, ${exact(blocked)} ${blocked === 1 ? 'was' : 'were'} blocked${open > 0 ? `, ${exact(open)} ${open === 1 ? 'has' : 'have'} no verdict` : ''}.`,
    ...(windows > 0
      ? [`In ${exact(windows)} a stolen or ended credential works until it expires, as that scheme is built.`]
      : []),
  ];
}
