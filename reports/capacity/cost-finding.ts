import { exact, list } from '../text/wording.ts';
import { type Estimate, isKnown, total } from './estimate.ts';
import type { SchemePlan } from './plan-scheme.ts';

interface Needed {
  readonly scheme: string;
  /** Of servers and of the store, which are paid alike. */
  readonly cores: Estimate;
}

/** Who needs fewer cores, in one sentence, or that this run does not tell. Pure. */
export function costFinding(plans: readonly SchemePlan[]): string {
  const needed = plans.flatMap(({ scheme, servers, storeCores }): Needed[] => {
    const cores = total([
      [1, servers],
      [1, storeCores],
    ]);
    return isKnown(cores) ? [{ scheme, cores }] : [];
  });
  const [least, ...others] = needed.toSorted((a, b) => a.cores.middle - b.cores.middle);
  if (least === undefined) return 'How many cores this load takes is not known from this run.';
  if (others.length === 0) return `${least.scheme} needs ${told(least)}; of the others it is not known.`;
  const dearer = others.filter(({ cores }) => cores.low > least.cores.high);
  if (dearer.length === 0) return 'Nobody is shown to need fewer cores for this load: cost should not decide.';
  const alike = [least, ...others.filter((one) => !dearer.includes(one))];
  const further = list(dearer.map((one) => `${one.scheme} ${exact(one.cores.middle)}`));
  if (alike.length === 1) return `${least.scheme} needs ${told(least)}, ${further}.`;
  return `${list(alike.map((one) => `${one.scheme} (${exact(one.cores.middle)})`))} need the fewest cores, ${further}.`;
}

function told({ cores: { middle } }: Needed): string {
  return `${exact(middle)} ${middle === 1 ? 'core' : 'cores'}`;
}
