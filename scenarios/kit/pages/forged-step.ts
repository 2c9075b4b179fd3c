import type { StepName } from '../../../servers/scheme.ts';
import type { Browser, Site, Tab } from '../../hooks/browser.ts';
import type { Judgement } from '../../kinds/attack.ts';
import type { Stage } from '../../stage.ts';
import { openBrowser, signInAt } from './browsing.ts';
import { type Forged, forge, forgeryText, forgeSpelled, type Way } from './forgery.ts';
import { knownRequests } from './known-requests.ts';

/** A step that pages of others make the browser of the victim ask for, and how its effect is seen. */
export interface ForgedStep<T extends { readonly forged: readonly Forged[] }> {
  readonly step: StepName;
  readonly ways: readonly (readonly [from: Site, by: Way])[];
  /** @param ask makes a page ask @param victim their browser, and the application's page in it */
  attempt(stage: Stage, ask: () => Promise<Forged[]>, victim: Victim): Promise<T>;
  hasWon(one: T): boolean;
  /** What it comes to, in words. */
  readonly won: string;
  blocked(tries: number): string;
}

export interface Victim {
  readonly browser: Browser;
  readonly app: Tab;
}

/** In one way after the other, and at last by every other spelling of the step's path, until one had its effect. */
export async function forgeStep<T extends { readonly forged: readonly Forged[] }>(
  stage: Stage,
  { step, ways, attempt, hasWon }: ForgedStep<T>,
): Promise<T[]> {
  await using browser = await openBrowser(stage);
  const [app, other] = [await browser.open('app'), await browser.open('cross-site')];
  await signInAt(stage, app, stage.victim);
  const aims = await knownRequests(stage, step);
  const tries: T[] = [];
  const pages = [
    ...aims.flatMap((aim) =>
      ways.map(([from, by]) => async () => [await forge(browser, other, from, by, aim)]),
    ),
    ...aims.map((aim) => () => forgeSpelled(browser, other, 'sibling', aim)),
  ];
  for (const ask of pages) {
    const one = await attempt(stage, ask, { browser, app });
    tries.push(one);
    if (hasWon(one)) break;
  }
  return tries;
}

export function judgeForged<T extends { readonly forged: readonly Forged[] }>(
  { hasWon, won: said, blocked }: ForgedStep<T>,
  tries: readonly T[],
): Judgement {
  const won = tries.filter(hasWon);
  const counts = { tries: tries.length, successes: won.length };
  const told = (list: readonly T[]) => list.flatMap(({ forged }) => forged.map(forgeryText)).join('; ');
  const statuses = tries.flatMap(({ forged }) => forged.map(({ status }) => status));
  if (won.length > 0) return { ...counts, outcome: 'succeeded', because: `${said}: ${told(won)}` };
  if (statuses.includes(0))
    return { ...counts, outcome: 'inconclusive', because: `a request had no answer: ${told(tries)}` };
  if (statuses.some((status) => status >= 500)) return { ...counts, outcome: 'blocked-by-crash', because: told(tries) };
  return { ...counts, outcome: 'blocked', because: blocked(tries.length) };
}
