import { isWaiting, type Launch, planLaunches, usersNeeded } from '../../attacks/launches.ts';
import { readCatalogue } from '../../plan/catalogue.ts';
import { cellSpec } from '../../plan/cell-spec.ts';

/** The name of the servers of a scheme that keep its state in their own memory, as tests of scaling have them. */
export function inOwnMemory(scheme: string): string {
  return `${scheme}, own memory`;
}

/**
 * The servers that attacks on a scheme need, without the weakened ones that a run has beside them. With their own memory
 * there is one of them, for the attacks that are quick and ask nothing of a store.
 */
export interface SoundLaunches {
  /** How many accounts they need at most. */
  readonly users: number;
  /** @param scheme an id, or a name in own memory @throws RangeError where there is no such scheme */
  of(scheme: string, isMeant?: (attack: string) => boolean): Launch[];
  /** Attacks that share one server, and neither wait for something nor need a process of their own: most of those there are. */
  quick(scheme: string): string[];
}

/** @param hasBrowser attacks in a browser are left out without one */
export async function soundLaunches(hasBrowser: boolean): Promise<SoundLaunches> {
  const { schemes, variants, attacks, weaknesses } = await readCatalogue();
  const all = [...schemes, ...variants];
  const of: SoundLaunches['of'] = (name, isMeant = () => true) => {
    const scheme = all.find(({ id }) => id === name || inOwnMemory(id) === name);
    if (!scheme) throw new RangeError(`there is no scheme ${name}`);
    const cells = attacks
      .filter(({ id }) => isMeant(id))
      .filter((attack) => attack.appliesTo(scheme.traits) === true)
      .filter(({ needs }) => hasBrowser || !needs?.hooks?.includes('browser'))
      .map((attack) => ({
        ...cellSpec({ kind: 'attack', scenario: attack.id, scheme: scheme.id }),
        ...{ attack: { ...attack, controls: [] }, scheme },
      }));
    const launches = planLaunches(cells, weaknesses);
    return name === scheme.id ? launches : launches.flatMap(withOwnMemory);
  };
  const idsIn = (launches: readonly Launch[]) =>
    launches.flatMap(({ trials }) => trials.map(({ cell }) => cell.attack.id));
  return {
    users: Math.max(...all.map(({ id }) => usersNeeded(of(id)))),
    of,
    quick(scheme) {
      // by itself: beside one that waits, all do
      const alone = idsIn(of(scheme)).filter((id) => of(scheme, (one) => one === id).every(isQuick));
      const [most] = of(scheme, (id) => alone.includes(id)).toSorted((a, b) => b.trials.length - a.trials.length);
      return idsIn(most ? [most] : []);
    },
  };
}

function isQuick(launch: Launch): boolean {
  return !isWaiting(launch) && launch.options.hosted === true;
}

/** Hooks reach into a store that can be asked from outside. */
function withOwnMemory(launch: Launch): Launch[] {
  const trials = launch.trials.filter(({ cell }) => !cell.attack.needs?.hooks);
  if (!isQuick(launch) || launch.options.instances > 1 || trials.length === 0) return [];
  return [{ trials, options: { ...launch.options, mode: 'own-memory' } }];
}
