import type { Results } from '../results/results.ts';
import { list } from '../text/wording.ts';

type Requirement = NonNullable<Results['requirements']>[number];
export type Level = NonNullable<Requirement['level']>;

/** What a run shows of one scheme and all that ASVS asks up to a level. */
export interface Audit {
  readonly scheme: string;
  readonly broken: readonly Requirement[];
  /** Nothing broke them, and attacks that are about them were left out or came to no verdict. */
  readonly open: readonly Requirement[];
  /** Held off by all that there is to try. */
  readonly held: readonly Requirement[];
  /** No attack is about them at all. */
  readonly unreached: readonly Requirement[];
}

export function auditsOf(
  { schemes, requirements = [] }: Pick<Results, 'schemes' | 'requirements'>,
  level: Level,
): Audit[] {
  const asked = requirements.filter(
    (one) => one.level !== undefined && one.level <= level && one.state !== 'no-surface',
  );
  return schemes.map(({ id }) => {
    const own = asked.filter(({ scheme }) => scheme === id);
    const of = (kind: keyof Omit<Audit, 'scheme'>) => own.filter((one) => kindOf(one) === kind);
    return { scheme: id, broken: of('broken'), open: of('open'), held: of('held'), unreached: of('unreached') };
  });
}

function kindOf({ state, isComplete }: Requirement): keyof Omit<Audit, 'scheme'> {
  if (state === 'not-met') return 'broken';
  if (!isComplete) return 'open';
  return state === 'not-tested' ? 'unreached' : 'held';
}

/** `7.2.4, 7.4.1 and 7.4.2`. */
export function numbersOf(requirements: readonly Requirement[]): string {
  return list(requirements.map(({ id }) => id.replace(/^ASVS /, '')));
}

/** What it takes to meet what is broken; undefined where some of it is simply a fault. */
export function takesText(broken: readonly Requirement[]): string | undefined {
  const takes = [...new Set(broken.map((one) => one.takes))];
  return takes.length > 0 && takes.every((one) => one !== undefined) ? list(takes) : undefined;
}
