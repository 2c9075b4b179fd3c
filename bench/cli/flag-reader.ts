import { command } from '../../reports/text/installation.ts';
import { list } from '../../reports/text/wording.ts';
import { mostSuggested, nearest } from './nearest.ts';

/** Reads flags that choose among what there is, and notes what is wrong with them. */
export interface FlagReader {
  readonly problems: readonly string[];
  /** Several, by name or with `!` all but those; all of them by `all`, or where the flag is absent. */
  choose<T extends string>(flag: string, given: string | undefined, allowed: readonly T[]): T[];
  /** Exactly one. */
  one<T extends string>(flag: string, given: string, allowed: readonly T[]): T;
}

const ALL = 'all';

export function createFlagReader(): FlagReader {
  const problems: string[] = [];
  /** Of several, what there is is told once. */
  const unknown = (flag: string, items: readonly string[], allowed: readonly string[]) => {
    const names = items.map((item) => `'${item}'`).join(', ');
    problems.push(`--${flag} ${names} ${items.length === 1 ? 'is' : 'are'} unknown; ${offered(items, allowed)}`);
  };
  return {
    problems,
    choose(flag, given, allowed) {
      if (given === undefined) return [...allowed];
      const asked = named(given);
      const out = asked.filter((item) => item.startsWith('!')).map((item) => item.slice(1));
      const only = asked.filter((item) => !item.startsWith('!'));
      const isAll = only.length === 0 || only.includes(ALL);
      const known: readonly string[] = [...allowed, ALL];
      const strange = [...out, ...only].filter((item) => !known.includes(item));
      if (strange.length > 0) unknown(flag, strange, allowed);
      return allowed.filter((item) => (isAll || only.includes(item)) && !out.includes(item));
    },
    one<T extends string>(flag: string, given: string, allowed: readonly T[]): T {
      const found = allowed.find((item) => item === given);
      if (found === undefined) unknown(flag, [given], allowed);
      return found ?? (allowed[0] as T);
    },
  };
}

/** More names than these are no help to who has mistyped one. */
const mostNamed = 12;

/** What is nearest to what was asked for, and what there is. */
export function offered(asked: readonly string[], allowed: readonly string[]): string {
  const near = [...new Set(asked.flatMap((item) => nearest(item, allowed)))].slice(0, mostSuggested);
  const meant = near.length > 0 ? `did you mean ${list(near, 'or')}? ` : '';
  return `${meant}${allowed.length <= mostNamed ? `there is ${allowed.join(', ')}` : `all names: ${command('explain')}`}`;
}

/** The items of a flag that takes several. */
export function named(list: string): string[] {
  return list
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}
