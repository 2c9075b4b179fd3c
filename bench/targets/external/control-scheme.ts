import type { Attack } from '../../../scenarios/kinds/attack.ts';
import type { Traits } from '../../../servers/scheme.ts';
import type { Weakness } from '../../../servers/weakness.ts';
import type { Target } from '../target.ts';

/**
 * An external target has no weakened control: an attack on it shows what it can do on the weakened server of the
 * scheme that is most like it, in the same run and with the same code.
 */
export function controlSchemeFor(
  attack: Attack,
  { traits }: Pick<Target, 'traits'>,
  schemes: readonly Target[],
  weaknesses: ReadonlyMap<string, Weakness>,
): Target | undefined {
  const falls = (to: Traits) => attack.controls.some((id) => weaknesses.get(id)?.appliesTo(to));
  return schemes
    .filter((scheme) => attack.appliesTo(scheme.traits) === true && falls(scheme.traits))
    .toSorted((a, b) => likeness(b.traits, traits) - likeness(a.traits, traits))[0];
}

function likeness(a: Traits, b: Traits): number {
  return Object.entries(a).filter(([trait, value]) => b[trait as keyof Traits] === value).length;
}
