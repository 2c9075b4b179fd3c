import type { Order } from './attacker.ts';
import type { Mutant } from './mutants.ts';
import { isCaught, type ReferenceTrial } from './reference-trial.ts';

/** What became of a mutant. */
export type Judged = Mutant &
  (
    | { readonly state: 'caught'; readonly by: string }
    /** `undecided`: attacks that came to no verdict, which may be its doing. */
    | { readonly state: 'survived'; readonly undecided: readonly string[] }
    /** Nobody would ship it, and nothing can be tried on it: it counts for nothing. */
    | { readonly state: 'does not start' }
  );

/** Attacks servers in which these mutants are active; undefined where that came to no end. */
export type Attack = (mutants: readonly string[], order: Order) => Promise<readonly ReferenceTrial[] | undefined>;

/** What the cheapest attacks left. */
interface Suspect {
  readonly mutant: Mutant;
  readonly schemes: readonly string[];
  /** The attacks that came out as they should, on the first scheme. */
  readonly passed: readonly string[];
}

/**
 * Tells which of these mutants the contract and the attacks notice. Each is tried by itself with what is cheap; those that
 * are left share servers for all else. Where something comes out otherwise than it should then, the group is halved until it
 * is known whose doing it is, and what is left of it is tried again.
 * @param schemesOf on which each is attacked, by its file @param together how many share servers at most
 */
export async function* judgeMutants(
  mutants: readonly Mutant[],
  schemesOf: (file: string) => Promise<readonly string[]>,
  attackServers: Attack,
  together = 12,
): AsyncGenerator<Judged> {
  const costs = new Map<string, number>();
  const attack: Attack = async (active, order) => {
    const trials = await attackServers(active, order);
    for (const { attack: id, durationMs } of trials?.filter(isAsExpected) ?? []) costs.set(id, durationMs);
    return trials;
  };
  let suspects: Suspect[] = [];
  for (const mutant of mutants) {
    const first = await quickly(mutant, await schemesOf(mutant.file), dearOf(costs), attack);
    if ('state' in first) yield first;
    else suspects.push(first);
  }
  const undecided = new Map<Suspect, string[]>();
  // the most at once first: what is caught there is not tried on the others
  const sizes = new Map<string, number>();
  for (const scheme of suspects.flatMap(({ schemes }) => schemes)) sizes.set(scheme, (sizes.get(scheme) ?? 0) + 1);
  for (const [scheme] of [...sizes].toSorted(([, a], [, b]) => b - a)) {
    let waiting = suspects.filter(({ schemes }) => schemes.includes(scheme));
    while (waiting.length > 0) {
      const group = groupOf(waiting, together);
      waiting = waiting.filter((one) => !group.includes(one));
      const { caught, silent } = await groupedly(group, scheme, attack);
      for (const [one, trial] of caught) yield { ...one.mutant, state: 'caught', by: told(scheme, trial) };
      for (const one of group) undecided.set(one, [...(undecided.get(one) ?? []), ...silent]);
      suspects = suspects.filter((one) => !caught.has(one));
    }
  }
  for (const one of suspects) yield { ...one.mutant, state: 'survived', undecided: undecided.get(one) ?? [] };
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

/** @returns who was noticed and by what, and what came to no verdict, whoever's doing that is */
async function groupedly(members: readonly Suspect[], scheme: string, attack: Attack) {
  const caught = new Map<Suspect, ReferenceTrial>();
  const silent: string[] = [];
  const [first = [], ...others] = members.map(({ passed, schemes }) => (schemes[0] === scheme ? passed : []));
  let order: Order = { scheme, except: first.filter((id) => others.every((ids) => ids.includes(id))) };
  let group = members;
  while (group.length > 0) {
    const trials = await attack(ids(group), order);
    if (!trials) silent.push('not done in time');
    const doubtful = (trials ?? []).filter((trial) => !isAsExpected(trial));
    const [cheapest, ...rest] = doubtful.toSorted((a, b) => a.durationMs - b.durationMs);
    if (!cheapest) break;
    const guilty = await guiltyOf(group, cheapest, { scheme, attacks: [cheapest.attack] }, attack);
    for (const [one, trial] of guilty) caught.set(one, trial);
    if (guilty.length === 0) silent.push(`${cheapest.attack}: ${cheapest.because}`);
    group = group.filter((one) => !caught.has(one));
    const left = (guilty.length === 0 ? rest : doubtful).map(({ attack: id }) => id);
    if (left.length === 0) break;
    order = { scheme, attacks: left };
  }
  return { caught, silent };
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
  if (!another) return isCaught(seen) && (await isSure(seen, one.mutant, order, attack)) ? [[one, seen]] : [];
  const guilty: [Suspect, ReferenceTrial][] = [];
  const middle = Math.ceil(group.length / 2);
  for (const half of [group.slice(0, middle), group.slice(middle)]) {
    const [trial] = (await attack(ids(half), order)) ?? [];
    if (trial && !isAsExpected(trial)) guilty.push(...(await guiltyOf(half, trial, order, attack)));
  }
  return guilty;
}

/** The dearer half of the attacks, as they took last. */
function dearOf(costs: ReadonlyMap<string, number>): string[] {
  const sorted = [...costs].toSorted(([, a], [, b]) => a - b).map(([id]) => id);
  return sorted.slice(Math.ceil(sorted.length / 2));
}

async function quickly(
  mutant: Mutant,
  schemes: readonly string[],
  dear: readonly string[],
  attack: Attack,
): Promise<Judged | Suspect> {
  const [scheme] = schemes;
  if (scheme === undefined) throw new RangeError(`no server is built from ${mutant.file}`);
  const order = { scheme, except: dear, quick: true, untilCaught: true };
  let trials = (await attack([mutant.id], order)) ?? [];
  // once more: a machine that is busy may be late
  if (isNeverUp(trials)) trials = (await attack([mutant.id], order)) ?? [];
  if (isNeverUp(trials)) return { ...mutant, state: 'does not start' };
  const caught = trials.find(isCaught);
  if (caught && (await isSure(caught, mutant, order, attack)))
    return { ...mutant, state: 'caught', by: told(scheme, caught) };
  return { mutant, schemes, passed: trials.filter(isAsExpected).map(({ attack: id }) => id) };
}

/** A server that gives no answer breaks the contract; a busy machine may be the reason, and is not twice. */
async function isSure({ attack: id, because }: ReferenceTrial, { id: mutant }: Mutant, order: Order, attack: Attack) {
  if (!because.includes('had no answer')) return true;
  return (await attack([mutant], { ...order, attacks: [id] }))?.some(isCaught) === true;
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

function told(scheme: string, { attack, because }: ReferenceTrial): string {
  return `${scheme}, ${attack}: ${because}`;
}
