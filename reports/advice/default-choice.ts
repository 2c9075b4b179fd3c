import { type Exposure, logout } from '../analysis/exposure.ts';
import { brokeThrough } from '../analysis/failures.ts';
import { standsAlone } from '../analysis/stands-alone.ts';
import type { Results } from '../results/results.ts';
import { list } from '../text/wording.ts';
import { type Advice, advise } from './advise.ts';
import { deciders } from './deciders.ts';

/** What to take where nothing else is known, and what would speak for another one. */
export interface DefaultChoice {
  readonly scheme: string;
  /** Schemes that an attack beat. */
  readonly beaten: readonly string[];
  /** Others on which an attack did not end as required. */
  readonly unsound: readonly string[];
  /** Whether a logout acts at once with it. */
  readonly endsAtOnce: boolean;
  readonly others: readonly { readonly scheme: string; readonly needs: readonly string[] }[];
}

/** More are no default, but a table: the advisor has them all. */
const mostOthers = 2;

/**
 * The default is a scheme that no attack beat and whose logout acts at once, since whoever builds upon another one can
 * seldom add that later. Among several it is the one that fewest of the requirements rule out, and then the first of the
 * run. Undefined where the run does not show a scheme to be sound, or nothing was ended in it, and of one alone. Pure.
 */
export function defaultChoice(results: Results): DefaultChoice | undefined {
  if (isAlone(results)) return undefined;
  const asked = deciders.flatMap(({ need, requirements }) =>
    need === undefined ? [] : [{ need, requirements, advice: advise(requirements, results) }],
  );
  const ended = asked.find(({ requirements }) => requirements.revocationMs !== undefined);
  const isSound = statusIn(advise({}, results));
  const sound = results.schemes.map(({ id }) => id).filter((id) => isFit(isSound(id)));
  const told = sound.filter((id) => ended && statusIn(ended.advice)(id) !== 'undecided');
  const atOnce = told.filter((id) => ended && isFit(statusIn(ended.advice)(id)));
  const metBy = (id: string) => asked.filter(({ advice }) => isFit(statusIn(advice)(id)));
  const [scheme] = mostFirst(atOnce.length > 0 ? atOnce : told, (id) => metBy(id).length);
  if (scheme === undefined) return undefined;

  const others: { scheme: string; needs: string[] }[] = [];
  let open = asked.filter((one) => !metBy(scheme).includes(one));
  while (others.length < mostOthers) {
    const gains = (id: string) => metBy(id).filter((one) => open.includes(one));
    // among equals the one that gives up least
    const [next] = mostFirst(
      sound.filter((id) => id !== scheme && gains(id).length > 0),
      (id) => gains(id).length + metBy(id).length / (asked.length + 1),
    );
    if (next === undefined) break;
    const gained = gains(next);
    others.push({ scheme: next, needs: gained.map(({ need }) => need) });
    open = open.filter((one) => !gained.includes(one));
  }
  const ruledOut = results.schemes.map(({ id }) => id).filter((id) => isSound(id) === 'ruled-out');
  const beaten = ruledOut.filter((id) => isBeaten(results, id));
  const unsound = ruledOut.filter((id) => !beaten.includes(id));
  return { scheme, beaten, unsound, endsAtOnce: atOnce.includes(scheme), others };
}

/** A sentence for the default and for each other scheme, with how late a logout acts there. */
export function defaultTexts(
  { scheme, beaten, unsound, endsAtOnce, others }: DefaultChoice,
  all: readonly Exposure[],
): string[] {
  const ended = all.find(({ title, also }) => [title, ...also].includes(logout));
  const late = (id: string) => {
    const lasts = ended?.of.find((one) => one.scheme === id);
    return lasts && lasts.ms !== 0 ? [`Its logout acts after ${lasts.text}.`] : [];
  };
  return [
    endsAtOnce ? `Take ${scheme} by default: a logout acts at once.` : `Take ${scheme} by default.`,
    ...(beaten.length > 0 ? [`Not ${list(beaten, 'or')}: an attack broke through.`] : []),
    ...(unsound.length > 0 ? [`Not ${list(unsound, 'or')}: an attack did not end as required.`] : []),
    ...others.flatMap((other) => [`Take ${other.scheme} if ${list(other.needs, 'or')}.`, ...late(other.scheme)]),
  ];
}

/**
 * What is said instead where attacks did not end as required on any of several schemes; undefined where there is one to
 * take, and of targets, which nobody takes.
 */
export function noneYet(results: Results): string | undefined {
  const names = results.schemes.map(({ id }) => id);
  const failed = results.attacks.filter(({ asExpected }) => asExpected === false);
  if (isAlone(results) || !names.every((id) => failed.some(({ scheme }) => scheme === id))) return undefined;
  const how = names.every((id) => isBeaten(results, id)) ? 'broke through' : 'did not end as required';
  return `Take none yet: attacks ${how} on ${list(names)}.`;
}

/** One scheme, or servers of others: nobody chooses among them. */
function isAlone(results: Results): boolean {
  return standsAlone(results) || results.schemes.length < 2;
}

function isBeaten({ attacks }: Results, id: string): boolean {
  return attacks.some((one) => one.scheme === id && brokeThrough(one));
}

type Status = Advice['schemes'][number]['status'];

function statusIn({ schemes }: Advice): (id: string) => Status | undefined {
  return (id) => schemes.find(({ scheme }) => scheme === id)?.status;
}

function isFit(status: Status | undefined): boolean {
  return status === 'recommended' || status === 'possible';
}

/** Those of which there is most come first; equals keep their order. */
function mostFirst(ids: readonly string[], of: (id: string) => number): string[] {
  return ids.toSorted((a, b) => of(b) - of(a));
}
