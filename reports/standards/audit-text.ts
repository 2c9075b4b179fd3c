import type { Results } from '../results/results.ts';
import { list } from '../text/wording.ts';
import { type Audit, auditsOf, numbersOf, takesText } from './audit.ts';

type Read = Pick<Results, 'schemes' | 'requirements' | 'samples'>;

/**
 * Who keeps their own promise and fails an audit all the same, and what it takes to pass: sentences; undefined where
 * nobody does.
 */
export function auditText(results: Read): string | undefined {
  const audits = auditsOf(results, 1);
  const failing = audits.filter(({ broken }) => takesText(broken) !== undefined);
  if (failing.length === 0) return undefined;
  const isOne = failing.length === 1;
  const sets = new Set(failing.map(({ broken }) => numbersOf(broken)));
  const names = list(
    failing.map(({ scheme, broken }) => (sets.size === 1 ? scheme : `${scheme} (${numbersOf(broken)})`)),
  );
  const which = sets.size === 1 ? ` (${[...sets][0]})` : '';
  const sound = audits.filter(({ broken, held, open }) => broken.length === 0 && held.length + open.length > 0);
  return [
    `${names} ${isOne ? 'keeps its' : 'keep their'} own promise, and ${isOne ? 'does' : 'do'} not meet ASVS 5.0 level 1${which}.`,
    'It asks that a sign-in that has ended is refused at once.',
    `To meet it takes ${list([...new Set(failing.map(({ broken }) => takesText(broken) ?? ''))])}.`,
    ...sound.map((audit) => soundText(audit, results)),
  ].join(' ');
}

/** `jwt misses ASVS 5.0 level 1 (7.4.1)`: who breaks something of the lowest level; undefined where nobody was asked. */
export function brokenFinding(results: Pick<Read, 'schemes' | 'requirements'>): string | undefined {
  const audits = auditsOf(results, 1).filter(({ broken, held, open }) => broken.length + held.length + open.length > 0);
  const failing = audits.filter(({ broken }) => broken.length > 0);
  if (audits.length === 0) return undefined;
  if (failing.length === 0) return 'none of ASVS 5.0 level 1 was found broken';
  const which = [...new Set(failing.map(({ broken }) => numbersOf(broken)))];
  const names = list(failing.map(({ scheme }) => scheme));
  return `${names} ${failing.length === 1 ? 'misses' : 'miss'} ASVS 5.0 level 1${which.length === 1 ? ` (${which[0]})` : ''}`;
}

function soundText({ scheme, open }: Audit, { samples }: Read): string {
  const price = samples.findLast(
    (one) => one.scheme === scheme && one.scenario === 'store-use' && one.metric === 'commands.read' && one.valid,
  );
  const asks = price === undefined ? '' : `, and asks the store ${commands(price.value)} for each request`;
  const rest = open.length === 0 ? '' : `; ${open.length} of its requirements were not tried to the end`;
  return `With ${scheme} nothing of it was found broken${asks}${rest}.`;
}

function commands(count: number): string {
  const rounded = Math.round(count * 10) / 10;
  return `${rounded} command${rounded === 1 ? '' : 's'}`;
}
