import { isWaiting, type Launch, planLaunches, usersNeeded } from '../../attacks/launches.ts';
import { readCatalogue } from '../../plan/catalogue.ts';
import { cellSpec } from '../../plan/cell-spec.ts';

/** The servers that attacks on a scheme need, without the weakened ones that a run has beside them. */
export interface SoundLaunches {
  /** How many accounts they need at most. */
  readonly users: number;
  /** @throws RangeError where there is no such scheme */
  of(scheme: string, isMeant?: (attack: string) => boolean): Launch[];
  /** Attacks that share one server, and neither wait for something nor need a process of their own: most of those there are. */
  quick(scheme: string): string[];
}

/** @param hasBrowser attacks in a browser are left out without one */
export async function soundLaunches(hasBrowser: boolean): Promise<SoundLaunches> {
  const { schemes, variants, attacks, weaknesses } = await readCatalogue();
  const all = [...schemes, ...variants];
  const of: SoundLaunches['of'] = (name, isMeant = () => true) => {
    const scheme = all.find(({ id }) => id === name);
    if (!scheme) throw new RangeError(`there is no scheme ${name}`);
    const cells = attacks
      .filter(({ id }) => isMeant(id))
      .filter((attack) => attack.appliesTo(scheme.traits) === true)
      .filter(({ needs }) => hasBrowser || !needs?.hooks?.includes('browser'))
      .map((attack) => ({
        ...cellSpec({ kind: 'attack', scenario: attack.id, scheme: name }),
        ...{ attack: { ...attack, controls: [] }, scheme },
      }));
    return planLaunches(cells, weaknesses);
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
