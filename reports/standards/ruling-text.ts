import { outcomeText } from '../analysis/window.ts';
import { exact, list } from '../text/wording.ts';
import { lackingText } from './rule.ts';
import type { Ruling } from './rulings.ts';

export const stateWords: Readonly<Record<Ruling['state'], string>> = {
  met: 'met',
  'in-part': 'met in part',
  'not-met': 'not met',
  'not-tested': 'not tested',
  'no-surface': 'no such surface',
};

/** `ASVS 7.4.1 (level 1)`. */
export function nameOf({ id, level }: Ruling['rule']): string {
  return level === undefined ? id : `${id} (level ${level})`;
}

/** What it rests on, by the cells of the run. */
export function evidenceOf({ attacks, properties }: Ruling): string[] {
  return [...new Set([...attacks, ...properties].map(({ evidence }) => evidence).filter((id) => id !== ''))];
}

/** Why a ruling is as it is: a sentence without a full stop. */
export function becauseOf(ruling: Ruling): string {
  const { rule, state, attacks, properties, aside } = ruling;
  if (state === 'no-surface')
    return rule.of === undefined ? 'no attack that is about it applies' : lackingText(rule.of);
  if (state === 'not-met')
    return [
      ...attacks.map((attack) => `${attack.title}: ${outcomeText(attack)}`),
      ...properties.map(({ title, because }) => `${title}: ${because}`),
    ].join('; ');
  const parts = [
    ...(attacks.length > 0 ? [`held off, and each beat a weakened server beside it: ${ids(attacks)}`] : []),
    ...(attacks.length === 0 && aside.length > 0 ? [`says nothing of it: ${ids(aside)}`] : []),
    ...missing(ruling),
  ];
  return parts.length === 0 ? (rule.unreached ?? 'no attack of this run is about it') : parts.join('; ');
}

/** What is open about it. */
function missing({ rule, attacks, undecided, left, isOld, lacks }: Ruling): string[] {
  return [
    ...undecided.map(({ id, outcome, because }) => `${id} is ${outcome}: ${because}`),
    ...(left.length > 0 ? [`not tried in this run: ${list(left)}`] : []),
    ...(isOld && attacks.length > 0 ? ['a run this old does not tell which other attacks there are'] : []),
    ...(lacks === undefined ? [] : [lacks]),
    ...(rule.untried === undefined ? [] : [`no attack tries ${rule.untried}`]),
  ];
}

function ids(attacks: Ruling['attacks']): string {
  return list(attacks.map(({ id }) => id));
}

/** How many of each state that there is, of those that are asked of the scheme: `12 met, 2 not met and 20 not tested`. */
export function countsText(rulings: readonly Pick<Ruling, 'state'>[]): string {
  const counts = (Object.keys(stateWords) as Ruling['state'][])
    .filter((state) => state !== 'no-surface')
    .map((state) => ({ state, count: rulings.filter((one) => one.state === state).length }))
    .filter(({ count }) => count > 0);
  return counts.length === 0 ? '–' : list(counts.map(({ state, count }) => `${exact(count)} ${stateWords[state]}`));
}
