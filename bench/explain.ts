import { serverDeath } from '../reports/server-death.ts';
import { claimStates, outcomes, verdicts } from '../reports/vocabulary.ts';
import type { Everything } from './catalogue.ts';
import { BenchError, type ErrorCode, errorTable } from './errors.ts';
import { exitCodes } from './exit-codes.ts';

/** One paragraph on anything that has a name. @throws BenchError AB-E005 that suggests the nearest names. */
export function explain(name: string, all: Everything): string {
  const found = entries(all).filter(([id]) => id.toLowerCase() === name.toLowerCase());
  if (found.length > 0) return found.map(([id, text]) => `${id}\n${indent(text)}`).join('\n\n');
  const near = entries(all)
    .map(([id]) => id)
    .filter((id) => id.includes(name) || name.includes(id));
  const tried = near.length > 0 ? [`did you mean ${near.join(', ')}?`] : [];
  throw new BenchError('AB-E005', `nothing is known by the name '${name}'`, { tried });
}

/** Every name that `explain` knows, with its text. */
export function entries(all: Everything): [string, string][] {
  return [
    ...all.schemes.map(({ id, title, summary }): [string, string] => [id, `${title}. ${summary}`]),
    ...all.attacks.map((a): [string, string] => [
      a.id,
      [
        `attack · ${a.severity} · ${a.title}`,
        a.goal,
        ...a.steps.map((step, i) => `${i + 1}. ${step}`),
        `must beat: ${a.controls.join(', ')}`,
        `see: ${a.references.join(', ')}`,
      ].join('\n'),
    ]),
    [
      serverDeath.id,
      `seen beside every attack · ${serverDeath.severity} · ${serverDeath.title}\n${serverDeath.goal}\n${serverDeath.fix}`,
    ],
    ...[...all.scaling, ...all.faults, ...all.lifecycle, ...all.load].map(
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
    ...Object.entries(outcomes).map(([id, text]): [string, string] => [id, `outcome of an attack · ${text}`]),
    ...Object.entries(verdicts).map(([id, text]): [string, string] => [id, `verdict of a comparison · ${text}`]),
    ...Object.entries(claimStates).map(([id, text]): [string, string] => [id, `state of a claim · ${text}`]),
    ...(Object.keys(errorTable) as ErrorCode[]).map((code): [string, string] => [
      code,
      `error, exit ${errorTable[code].exitCode} · ${errorTable[code].title}\nfix: ${errorTable[code].fix}`,
    ]),
    ...Object.values(exitCodes).map(({ code, means }): [string, string] => [`exit ${code}`, means]),
  ];
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
