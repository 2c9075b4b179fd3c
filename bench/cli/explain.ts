import { serverDeath } from '../../reports/analysis/server-death.ts';
import { serverError } from '../../reports/analysis/server-error.ts';
import { knownMetrics, metric } from '../../reports/metrics.ts';
import { rules } from '../../reports/standards/standards.ts';
import { words } from '../../reports/text/glossary.ts';
import { list } from '../../reports/text/wording.ts';
import { usualColumns, wrap } from '../../reports/text/wrap.ts';
import { BenchError, type ErrorCode, errorTable } from '../errors.ts';
import type { Everything } from '../plan/catalogue.ts';
import { exitCodes } from '../run/exit-codes.ts';
import { nearest } from './nearest.ts';
import { documentOf, documents, references } from './references.ts';
import { verdictEntries } from './verdict-entries.ts';

/** One paragraph on anything that has a name. @throws BenchError AB-E005 that suggests the nearest names. */
export function explain(name: string, all: Everything, columns = usualColumns): string {
  const found = named(name, all);
  if (found.length > 0) return found.map(([id, text]) => `${id}\n${lines(text, columns)}`).join('\n\n');
  const near = nearest(
    name,
    entries(all).map(([id]) => id),
  );
  const tried = near.length > 0 ? [`did you mean ${list(near, 'or')}?`] : [];
  throw new BenchError('AB-E005', `nothing is known by the name '${name}'`, { tried });
}

/** What is known, kind by kind: for whoever has no name to ask for. */
export function kinds(all: Everything, columns = usualColumns): string {
  const ids = (items: Iterable<{ readonly id: string }>) => [...items].map(({ id }) => id);
  const known: readonly (readonly [kind: string, names: readonly string[]])[] = [
    ['schemes', ids([...all.schemes, ...all.variants])],
    ['attacks', ids(all.attacks)],
    ['scenarios', ids([...all.scaling, ...all.faults, ...all.lifecycle, ...all.load, ...all.demand, ...all.scaleOut])],
    ['primitives', ids(all.micro)],
    ['variations', ids(all.variations)],
    ['properties', ids(all.properties)],
    ['weaknesses', ids(all.weaknesses.values())],
    ['claims', ids(all.claims)],
    ['figures', knownMetrics()],
    ['words', everyWord.map(([term]) => term)],
    ['verdicts', [...new Set(verdictEntries().map(([word]) => word))]],
    ['documents', documents.map(({ name }) => name)],
    ['requirements', rules.map(({ id }) => id)],
    ['errors', Object.keys(errorTable)],
    ['exit codes', Object.values(exitCodes).map(({ code }) => `exit ${code}`)],
    ['evidence', ['E1, E2 … of the last complete run, or of another: --run RUN']],
  ];
  return known.map(([kind, names]) => wrap(names.join(', '), `${kind}: `, columns).join('\n')).join('\n');
}

const everyWord = Object.values(words).flat();

/** By the whole name; else by a part of it, where that is a part of few. */
function named(name: string, all: Everything): [string, string][] {
  const known = entries(all);
  const spelled = (word: string) => word.toLowerCase().replaceAll('-', ' ');
  const same = (a: string) => spelled(a) === spelled(name);
  const whole = known.filter(([id]) => same(id));
  if (whole.length > 0) return whole;
  const document = documentOf(name, all.attacks);
  if (document !== undefined) return [document];
  const byPart = (between: RegExp) => known.filter(([id]) => id.split(between).some(same));
  const inside = byPart(/(?:'s)?\s/);
  const parts = inside.length > 0 ? inside : byPart(/[\s.-]/);
  return parts.length <= mostByPart ? parts : [];
}

const mostByPart = 3;

/** Every name that `explain` knows, with its text. */
function entries(all: Everything): [string, string][] {
  return [
    ...[...all.schemes, ...all.variants].map(({ id, title, summary }): [string, string] => [
      id,
      `${title}. ${summary}`,
    ]),
    ...all.attacks.map((a): [string, string] => [
      a.id,
      [
        `attack · ${a.severity} · ${a.title}`,
        a.goal,
        ...a.steps.map((step, i) => `${i + 1}. ${step}`),
        `where it succeeds: ${a.fix}`,
        `must beat: ${a.controls.join(', ')}`,
        `see: ${a.references.join(', ')}`,
      ].join('\n'),
    ]),
    ...[serverDeath, serverError].map(({ id, severity, title, goal, fix }): [string, string] => [
      id,
      `seen beside every attack · ${severity} · ${title}\n${goal}\n${fix}`,
    ]),
    ...[...all.scaling, ...all.faults, ...all.lifecycle, ...all.load, ...all.demand, ...all.scaleOut].map(
      ({ id, kind, title, question }): [string, string] => [id, `${kind} · ${title}\n${question}`],
    ),
    ...all.micro.map(({ id, title }): [string, string] => [id, `primitive · ${title}`]),
    ...all.variations.map(({ id, title, question, choice }): [string, string] => [
      id,
      `variation · ${choice}: ${title}\n${question}`,
    ]),
    ...[...all.weaknesses.values()].map(({ id, title, cwe }): [string, string] => [id, `weakness · ${cwe} · ${title}`]),
    ...all.claims.map(({ id, statement, restsOn }): [string, string] => [
      id,
      `claim · ${statement}\nrests on: ${restsOn.join(', ')}`,
    ]),
    ...all.properties.map(({ id, title, question }): [string, string] => [id, `property · ${title}\n${question}`]),
    ...knownMetrics().map((id): [string, string] => [
      id,
      `figure · ${metric(id).title}; ${metric(id).better} is better`,
    ]),
    ...everyWord.map(([term, meaning]): [string, string] => [term, meaning]),
    ...references(all.attacks),
    ...verdictEntries(),
    ...(Object.keys(errorTable) as ErrorCode[]).map((code): [string, string] => [
      code,
      `error, exit ${errorTable[code].exitCode} · ${errorTable[code].title}\nfix: ${errorTable[code].fix}`,
    ]),
    ...Object.values(exitCodes).map(({ code, means }): [string, string] => [`exit ${code}`, means]),
  ];
}

/** Each line of a text, two columns in; what stands after a number or a name hangs under it. */
function lines(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const [mark = ''] = line.match(/^(?:\d+\. |\S.*? {2})/) ?? [];
      if (mark !== '') return wrap(line.slice(mark.length), mark, columns);
      return wrap(line, '', columns - 2).map((part) => `  ${part}`);
    })
    .join('\n');
}
