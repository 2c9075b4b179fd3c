import type { Claim, Format } from '../../reports/results/report.ts';
import type { Attack } from '../../scenarios/kinds/attack.ts';
import type { DemandScenario } from '../../scenarios/kinds/demand.ts';
import type { Fault } from '../../scenarios/kinds/fault.ts';
import type { LifecycleScenario } from '../../scenarios/kinds/lifecycle.ts';
import type { LoadScenario } from '../../scenarios/kinds/load.ts';
import type { MicroTask } from '../../scenarios/kinds/micro.ts';
import type { Property } from '../../scenarios/kinds/property.ts';
import type { ScaleOutScenario } from '../../scenarios/kinds/scale-out.ts';
import type { ScalingScenario } from '../../scenarios/kinds/scaling.ts';
import { discover } from '../../servers/discover.ts';
import type { Scheme } from '../../servers/scheme.ts';
import type { Variation } from '../../servers/variation.ts';
import type { Weakness } from '../../servers/weakness.ts';
import { floorTarget } from '../targets/own/floor.ts';
import { ownTarget } from '../targets/own/own-target.ts';
import type { Target } from '../targets/target.ts';
import type { Catalogue } from './plan.ts';

export interface Everything extends Catalogue {
  /** Schemes that are run where they are named. */
  readonly variants: readonly Target[];
  readonly weaknesses: ReadonlyMap<string, Weakness>;
  readonly formats: readonly Format[];
  readonly claims: readonly Claim[];
  /** What is found out about external targets. */
  readonly properties: readonly Property[];
}

const room = (path: string) => new URL(`../../${path}/`, import.meta.url);

/** Finds all that there is by reading the folders: to add one thing is to add one file. */
export async function readCatalogue(): Promise<Everything> {
  const [
    schemes,
    weaknesses,
    attacks,
    scaling,
    faults,
    lifecycle,
    load,
    demand,
    scaleOut,
    micro,
    formats,
    claims,
    variations,
    properties,
  ] = await Promise.all([
    discover<Scheme>(room('servers/schemes')),
    discover<Weakness>(room('servers/weaknesses')),
    discover<Attack>(room('scenarios/attacks')),
    discover<ScalingScenario>(room('scenarios/scaling')),
    discover<Fault>(room('scenarios/faults')),
    discover<LifecycleScenario>(room('scenarios/lifecycle')),
    discover<LoadScenario>(room('scenarios/load')),
    discover<DemandScenario>(room('scenarios/demand')),
    discover<ScaleOutScenario>(room('scenarios/scale-out')),
    discover<MicroTask>(room('scenarios/micro')),
    discover<Format>(room('reports/formats')),
    discover<Claim>(room('reports/claims')),
    discover<Variation>(room('servers/variations')),
    discover<Property>(room('scenarios/properties')),
  ]);
  const targets = [...schemes.values()].map(ownTarget);
  return {
    schemes: targets.filter(({ variant }) => !variant).sort(byFamiliarity),
    variants: targets.filter(({ variant }) => variant),
    floor: floorTarget,
    attacks: [...attacks.values()],
    scaling: [...scaling.values()],
    faults: [...faults.values()],
    lifecycle: [...lifecycle.values()],
    load: [...load.values()],
    demand: [...demand.values()],
    scaleOut: [...scaleOut.values()],
    micro: [...micro.values()],
    variations: [...variations.values()],
    formats: [...formats.values()],
    claims: [...claims.values()],
    properties: [...properties.values()],
    weaknesses,
  };
}

/** What keeps its state on the server comes first: it is what the others are compared with. */
function byFamiliarity(a: Target, b: Target): number {
  const rank = ({ traits }: Target) => (traits.credential === 'reference' ? 0 : traits.renewal === 'none' ? 1 : 2);
  return rank(a) - rank(b) || a.id.localeCompare(b.id);
}
