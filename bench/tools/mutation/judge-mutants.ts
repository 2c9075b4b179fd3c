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
 * Tells which of these mutants the contract and the attacks notice. Each is tried by itself with what is cheap; those
 * that are left share servers for all else: where something comes out otherwise than it should, it is tried again on each
 * of them alone.
 * @param schemesOf on which each is attacked, by its file @param together how many share servers at most
 */
export async function* judgeMutants(
  mutants: readonly Mutant[],
  schemesOf: (file: string) => Promise<readonly string[]>,
  attackServers: Attack,
  together = 8,
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
    for (let batch = batchOf(suspects, together); batch.length === together; batch = batchOf(suspects, together)) {
      suspects = suspects.filter((one) => !batch.includes(one));
      yield* thoroughly(batch, attack);
    }
  }
  while (suspects.length > 0) {
    const batch = batchOf(suspects, together);
    suspects = suspects.filter((one) => !batch.includes(one));
    yield* thoroughly(batch, attack);
  }
}

/** Of one place, the first mutant would hide the other: one of each file. */
function batchOf(suspects: readonly Suspect[], most: number): Suspect[] {
  const files = new Map<string, Suspect>();
  for (const one of suspects) if (!files.has(one.mutant.file)) files.set(one.mutant.file, one);
  return [...files.values()].slice(0, most);
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

async function* thoroughly(batch: readonly Suspect[], attack: Attack): AsyncGenerator<Judged> {
  const caught = new Map<Suspect, string>();
  const undecided = new Map<Suspect, string[]>();
  const left = () => batch.filter((one) => !caught.has(one));
  for (const scheme of new Set(batch.flatMap(({ schemes }) => schemes))) {
    const members = left().filter(({ schemes }) => schemes.includes(scheme));
    if (members.length === 0) continue;
    const [first = [], ...others] = members.map(({ passed, schemes }) => (schemes[0] === scheme ? passed : []));
    const except = first.filter((id) => others.every((ids) => ids.includes(id)));
    const trials = await attack(ids(members), { scheme, except });
    const doubtful = trials?.filter((trial) => !isAsExpected(trial)).map(({ attack: id }) => id);
    if (doubtful?.length === 0) continue;
    for (const one of members) {
      const order = { scheme, untilCaught: true, ...(doubtful ? { attacks: doubtful } : { except }) };
      const alone = await attack(ids([one]), order);
      const noticed = alone?.find(isCaught);
      if (noticed && (await isSure(noticed, one.mutant, order, attack))) caught.set(one, told(scheme, noticed));
      const silent = alone
        ?.filter((trial) => !isAsExpected(trial))
        .map(({ attack: id, because }) => `${id}: ${because}`);
      undecided.set(one, [...(undecided.get(one) ?? []), ...(silent ?? ['not done in time'])]);
    }
  }
  for (const one of batch) {
    const by = caught.get(one);
    yield by !== undefined
      ? { ...one.mutant, state: 'caught', by }
      : { ...one.mutant, state: 'survived', undecided: undecided.get(one) ?? [] };
  }
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
