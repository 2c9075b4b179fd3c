import { serverDeath } from '../../reports/analysis/server-death.ts';
import { serverError } from '../../reports/analysis/server-error.ts';
import { knownMetrics, metric } from '../../reports/metrics.ts';
import { rules } from '../../reports/standards/standards.ts';
import { glossary } from '../../reports/text/glossary.ts';
import { claimStates, outcomes, rulingStates, verdicts } from '../../reports/text/vocabulary.ts';
import { wrap } from '../../reports/text/wrap.ts';
import { BenchError, type ErrorCode, errorTable } from '../errors.ts';
import type { Everything } from '../plan/catalogue.ts';
import { exitCodes } from '../run/exit-codes.ts';

/** One paragraph on anything that has a name. @throws BenchError AB-E005 that suggests the nearest names. */
export function explain(name: string, all: Everything): string {
  const found = named(name, all);
  if (found.length > 0) return found.map(([id, text]) => `${id}\n${indent(text)}`).join('\n\n');
  const near = entries(all)
    .map(([id]) => id)
    .filter((id) => id.includes(name) || name.includes(id))
    .slice(0, mostSuggested);
  const tried = near.length > 0 ? [`did you mean ${near.join(', ')}?`] : [];
  throw new BenchError('AB-E005', `nothing is known by the name '${name}'`, { tried });
}

const mostSuggested = 12;

/** What is known, kind by kind: for whoever has no name to ask for. */
export function kinds(all: Everything): string {
  const ids = (items: Iterable<{ readonly id: string }>) => [...items].map(({ id }) => id);
  const list: readonly (readonly [kind: string, names: readonly string[]])[] = [
    ['schemes', ids([...all.schemes, ...all.variants])],
    ['attacks', ids(all.attacks)],
    ['scenarios', ids([...all.scaling, ...all.faults, ...all.lifecycle, ...all.load, ...all.demand, ...all.scaleOut])],
    ['primitives', ids(all.micro)],
    ['variations', ids(all.variations)],
    ['properties', ids(all.properties)],
    ['weaknesses', ids(all.weaknesses.values())],
    ['claims', ids(all.claims)],
    ['figures', knownMetrics()],
    ['words', glossary.map(([term]) => term)],
    ['verdicts', [...new Set([outcomes, verdicts, claimStates, rulingStates].flatMap((words) => Object.keys(words)))]],
    ['requirements', rules.map(({ id }) => id)],
    ['errors', Object.keys(errorTable)],
    ['exit codes', Object.values(exitCodes).map(({ code }) => `exit ${code}`)],
    ['evidence', ['E1, E2 … of the last complete run, or of another: --run RUN']],
  ];
  return list.map(([kind, names]) => wrap(names.join(', '), `${kind}: `).join('\n')).join('\n');
}

/** By the whole name; else by a part of it, where that is a part of few. */
function named(name: string, all: Everything): [string, string][] {
  const known = entries(all);
  const same = (a: string) => a.toLowerCase() === name.toLowerCase();
  const whole = known.filter(([id]) => same(id));
  if (whole.length > 0) return whole;
  const byPart = (between: RegExp) => known.filter(([id]) => id.split(between).some(same));
  const words = byPart(/\s/);
  const parts = words.length > 0 ? words : byPart(/[\s.-]/);
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
    ...glossary.map(([term, meaning]): [string, string] => [term, meaning]),
    ...references(all),
    ...Object.entries(outcomes).map(([id, text]): [string, string] => [id, `outcome of an attack · ${text}`]),
    ...Object.entries(verdicts).map(([id, text]): [string, string] => [id, `verdict of a comparison · ${text}`]),
    ...Object.entries(claimStates).map(([id, text]): [string, string] => [id, `state of a claim · ${text}`]),
    ...Object.entries(rulingStates).map(([id, text]): [string, string] => [id, `state of a requirement · ${text}`]),
    ...(Object.keys(errorTable) as ErrorCode[]).map((code): [string, string] => [
      code,
      `error, exit ${errorTable[code].exitCode} · ${errorTable[code].title}\nfix: ${errorTable[code].fix}`,
    ]),
    ...Object.values(exitCodes).map(({ code, means }): [string, string] => [`exit ${code}`, means]),
  ];
}

/** Each reference of attacks, and each requirement of a standard: what it asks, and which attacks are about it. */
function references({ attacks }: Everything): [string, string][] {
  const names = [...new Set([...rules.map(({ id }) => id), ...attacks.flatMap(({ references }) => references)])];
  return names.map((name) => {
    const rule = rules.find(({ id }) => id === name);
    const ids = attacks.flatMap(({ id, references }) => (references.includes(name) ? [id] : []));
    return [
      name,
      [
        ...(rule === undefined
          ? []
          : [`requirement${rule.level === undefined ? '' : ` of level ${rule.level}`} · ${rule.asks}`]),
        ...(rule?.window === 'at-once'
          ? [`A scheme whose tokens work until they expire does not meet it. It takes ${rule.takes}.`]
          : []),
        ids.length > 0 ? `reference of ${ids.join(', ')}` : `no attack is about it: ${rule?.unreached ?? ''}`,
        ...(rule?.untried === undefined ? [] : [`no attack tries ${rule.untried}`]),
      ].join('\n'),
    ];
  });
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
