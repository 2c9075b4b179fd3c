import type { LiveTarget } from '../live-target.ts';
import type { Target } from '../target.ts';
import { configuredSettings } from './configured.ts';
import { controlSchemeFor } from './control-scheme.ts';
import { type Described, describedBy } from './described.ts';
import type { TargetDescription } from './description.ts';
import type { Environment } from './environment.ts';
import { unmetLoadNeed, unmetNeedOf } from './requirements.ts';

/** A target that its owner described. Only where it is opened does anybody look at its description. */
export type ExternalTarget = Target & Described;

/** @param live it, once it is up */
export function externalTarget(known: Described, live?: (target: ExternalTarget) => LiveTarget): ExternalTarget {
  const { id, external } = known;
  const target: ExternalTarget = {
    ...known,
    configured: configuredSettings(external.description),
    ...{ takesSettings: false, isFresh: false, keepsContract: false },
    controlFor: (attack, reference, weaknesses) => controlSchemeFor(attack, known, reference, weaknesses),
    unmetNeed: (attack) => unmetNeedOf(known, attack),
    unmetLoadNeed: (scenario) => unmetLoadNeed(known, scenario),
    source: () => ({ file: external.file, line: 1 }),
    async launch() {
      if (!live) throw new RangeError(`target ${id} was never opened`);
      return live(target);
    },
  };
  return target;
}

/** @throws BenchError AB-E008 that names every environment variable that is missing */
export function readTarget(description: TargetDescription, env: Environment, file?: string): ExternalTarget {
  return externalTarget(describedBy(description, env, file));
}
