import type { Order } from './attacker.ts';
import type { Attacked } from './attacker-process.ts';
import type { Mutant } from './mutants.ts';
import { isCaught, type ReferenceTrial } from './reference-trial.ts';
import type { Surveyed } from './survey.ts';

/** What became of a mutant. */
export type Judged = Mutant &
  (
    | { readonly state: 'caught'; readonly by: string }
    /** With it an attack comes to no verdict, where it does on sound servers: a run tells that, and why. */
    | { readonly state: 'silenced'; readonly by: string }
    /** `undecided`: attacks that came to no verdict, which may be its doing. */
    | { readonly state: 'survived'; readonly undecided: readonly string[] }
    /** Neither the contract nor an attack comes to it: it lives. */
    | { readonly state: 'not reached' }
    /** Nobody would ship it, and nothing can be tried on it: it counts for nothing. */
    | { readonly state: 'does not start' }
    /** The cheapest attacks left it: what is known until the others were made. */
    | { readonly state: 'left'; readonly schemes: readonly string[]; readonly passed: readonly string[] }
  );

/** Attacks servers in which these mutants are active; once, where the order does not say otherwise. */
export type Attack = (mutants: readonly string[], order: Order) => Promise<Attacked>;

/** What the cheapest attacks left. */
interface Suspect {
  readonly mutant: Mutant;
  readonly schemes: readonly string[];
  /** The attacks that came out as they should, on the first scheme. */
  readonly passed: readonly string[];
}

export interface HowToJudge {
  /** The schemes on which a mutant of a file can be attacked, the likelier ones first. */
  schemesOf(file: string): readonly string[];
  /** On how many of those that come to it each is attacked, at most. */
  readonly most: number;
  readonly surveyed: Surveyed;
  /** What an earlier run came to, by id: nothing of it is done again. */
  readonly known?: ReadonlyMap<string, Judged>;
  /** How many attacks are tried on one alone, at most. */
  readonly alone?: number;
  /** How many share servers, at most. */
  readonly together?: number;
}

/**
 * Tells which of these mutants the contract and the attacks notice, each as it is known. Each is tried by itself with what is
 * cheap and comes to it; those that are left share servers for all else that comes to one of them. Where something comes out
 * otherwise than it should then, the group is halved until it is known whose doing it is, and what is left of it is tried
 * again.
 */
export async function* judgeMutants(
  mutants: readonly Mutant[],
  attack: Attack,
  { schemesOf, most, surveyed, known = new Map(), alone = 10, together = 20 }: HowToJudge,
): AsyncGenerator<Judged> {
  const suspects: Suspect[] = [];
  for (const mutant of mutants) {
    const before = known.get(mutant.id);
    if (before && before.state !== 'left') continue;
    const reaching = schemesOf(mutant.file).filter((scheme) => surveyed.isReached(mutant.id, scheme));
    const schemes = reaching.slice(0, most);
    const one = before ?? (await quickly(mutant, schemes, surveyed, alone, attack));
    if (!before) yield one;
    if (one.state === 'left') suspects.push({ mutant, schemes: one.schemes, passed: one.passed });
  }
  const undecided = new Map(suspects.map((one) => [one, [] as string[]]));
  const left = new Map(suspects.map((one) => [one, new Set(one.schemes)]));
  // the most at once first: what is caught there is not tried on the others
  const sizes = new Map<string, number>();
  for (const scheme of suspects.flatMap(({ schemes }) => schemes)) sizes.set(scheme, (sizes.get(scheme) ?? 0) + 1);
  for (const [scheme] of [...sizes].toSorted(([, a], [, b]) => b - a)) {
    let waiting = [...left.keys()].filter(({ schemes }) => schemes.includes(scheme));
    while (waiting.length > 0) {
      const group = groupOf(waiting, together);
      waiting = waiting.filter((one) => !group.includes(one));
      const silent: string[] = [];
      for await (const [one, trial] of groupedly(group, scheme, surveyed, attack, silent)) {
        left.delete(one);
        yield { ...one.mutant, ...noticed(scheme, trial) };
      }
      for (const one of group.filter((member) => left.has(member))) {
        undecided.get(one)?.push(...silent);
        left.get(one)?.delete(scheme);
        if (left.get(one)?.size === 0) yield { ...one.mutant, state: 'survived', undecided: undecided.get(one) ?? [] };
      }
    }
  }
}

/** Of one place, the first mutant would hide the other. */
function groupOf(suspects: readonly Suspect[], most: number): Suspect[] {
  const places = new Map<string, Suspect>();
  for (const one of suspects) {
    const place = `${one.mutant.file}:${one.mutant.line}`;
    if (!places.has(place)) places.set(place, one);
  }
  return [...places.values()].slice(0, most);
}

/** Who was noticed, and by what. @param silent is told what came to no verdict, whoever's doing that is */
async function* groupedly(
  members: readonly Suspect[],
  scheme: string,
  surveyed: Surveyed,
  attack: Attack,
  silent: string[],
): AsyncGenerator<[Suspect, ReferenceTrial]> {
  const comesTo = (id: string) => (one: Suspect) => !surveyed.idle(one.mutant.id, scheme).includes(id);
  let order: Order = { scheme, except: neededByNone(members, scheme, surveyed) };
  let group = members;
  while (group.length > 0) {
    const { trials, whole } = await attack(ids(group), order);
    if (!whole) silent.push('not done in time');
    const doubtful = trials.filter((trial) => !isAsExpected(trial)).toSorted((a, b) => a.durationMs - b.durationMs);
    let seen = doubtful.shift();
    // one after the other, as long as others are not explained by who was found already
    while (seen && !isAsExpected(seen)) {
      const alone = { scheme, attacks: [seen.attack] };
      const guilty = await guiltyOf(group.filter(comesTo(seen.attack)), seen, alone, attack);
      yield* guilty;
      if (guilty.length === 0) silent.push(`${seen.attack}: ${seen.because}`);
      group = group.filter((one) => !guilty.some(([found]) => found === one));
      const next = guilty.length === 0 ? doubtful.shift() : seen;
      const suspects = next ? group.filter(comesTo(next.attack)) : [];
      const again = next && suspects.length > 0 && { scheme, attacks: [next.attack] };
      seen = again ? (await attack(ids(suspects), again)).trials[0] : undefined;
    }
    if (doubtful.length === 0) return;
    order = { scheme, attacks: doubtful.map(({ attack: id }) => id) };
  }
}

/** @param seen what an attack came to on all of them, which is not what it should */
async function guiltyOf(
  group: readonly Suspect[],
  seen: ReferenceTrial,
  order: Order,
  attack: Attack,
): Promise<[Suspect, ReferenceTrial][]> {
  const [one, another] = group;
  if (!one) return [];
  if (!another) {
    const again = await askedAgain(seen, one.mutant, order, attack);
    return again ? [[one, again]] : [];
  }
  const guilty: [Suspect, ReferenceTrial][] = [];
  const middle = Math.ceil(group.length / 2);
  for (const half of [group.slice(0, middle), group.slice(middle)]) {
    const { trials } = await attack(ids(half), order);
    const [trial] = trials;
    if (trial && !isAsExpected(trial)) guilty.push(...(await guiltyOf(half, trial, order, attack)));
  }
  return guilty;
}

/** Attacks that can tell nothing more of any of them. */
function neededByNone(members: readonly Suspect[], scheme: string, { idle }: Surveyed): string[] {
  const [first = [], ...others] = members.map(({ mutant, schemes, passed }) => [
    ...idle(mutant.id, scheme),
    ...(schemes[0] === scheme ? passed : []),
  ]);
  return first.filter((id) => others.every((ids) => ids.includes(id)));
}

async function quickly(
  mutant: Mutant,
  schemes: readonly string[],
  { cheapest }: Surveyed,
  alone: number,
  attack: Attack,
): Promise<Judged> {
  const [scheme] = schemes;
  if (scheme === undefined) return { ...mutant, state: 'not reached' };
  const attacks = cheapest(mutant.id, scheme).slice(0, alone);
  if (attacks.length === 0) return { ...mutant, state: 'left', schemes, passed: [] };
  const order = { scheme, attacks, untilCaught: true };
  let { trials } = await attack([mutant.id], order);
  // once more: a machine that is busy may be late
  if (isNeverUp(trials)) ({ trials } = await attack([mutant.id], order));
  if (isNeverUp(trials)) return { ...mutant, state: 'does not start' };
  const seen = trials.find(isCaught) ?? trials.find((trial) => !isAsExpected(trial));
  // what a server does that is alone
  const isSure = seen?.breaksContract && !/had no answer|\b429\b/.test(seen.because);
  const again = isSure ? seen : seen && (await askedAgain(seen, mutant, order, attack));
  if (again) return { ...mutant, ...noticed(scheme, again) };
  return { ...mutant, state: 'left', schemes, passed: trials.filter(isAsExpected).map(({ attack: id }) => id) };
}

/**
 * What came out of one may be due to others that shared servers with it, or to a busy machine. An attack without a verdict is
 * made again as in a run, on servers of its own and with more time.
 * @returns what came out otherwise than it should, or undefined where it does not come out again
 */
async function askedAgain(seen: ReferenceTrial, { id: mutant }: Mutant, order: Order, attack: Attack) {
  const { trials } = await attack([mutant], { ...order, attacks: [seen.attack], once: isCaught(seen) });
  return trials.find((trial) => !isAsExpected(trial));
}

function noticed(scheme: string, trial: ReferenceTrial) {
  const by = `${scheme}, ${trial.attack}: ${trial.because}`;
  return { state: isCaught(trial) ? 'caught' : 'silenced', by } as const;
}

function ids(suspects: readonly Suspect[]): string[] {
  return suspects.map(({ mutant }) => mutant.id);
}

function isAsExpected({ outcome, expected }: ReferenceTrial): boolean {
  return outcome === expected;
}

function isNeverUp(trials: readonly ReferenceTrial[]): boolean {
  return trials.length > 0 && trials.every(({ because }) => because.includes('did not get ready'));
}
