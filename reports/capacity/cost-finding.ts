import { exact, list } from '../text/wording.ts';
import { type Estimate, isKnown } from './estimate.ts';
import type { SchemePlan } from './plan-scheme.ts';

interface Needed {
  readonly scheme: string;
  readonly servers: Estimate;
}

/** Who needs fewer cores, in one sentence, or that this run does not tell. Pure. */
export function costFinding(plans: readonly SchemePlan[]): string {
  const needed = plans.flatMap(({ scheme, servers }): Needed[] => (isKnown(servers) ? [{ scheme, servers }] : []));
  const [least, ...others] = needed.toSorted((a, b) => a.servers.middle - b.servers.middle);
  if (least === undefined) return 'How many cores this load takes is not known from this run.';
  if (others.length === 0) return `${least.scheme} needs ${cores(least)}; of the others it is not known.`;
  const dearer = others.filter(({ servers }) => servers.low > least.servers.high);
  if (dearer.length === 0) return 'Nobody is shown to need fewer cores for this load: cost should not decide.';
  const alike = [least, ...others.filter((one) => !dearer.includes(one))];
  const further = list(dearer.map((one) => `${one.scheme} ${exact(one.servers.middle)}`));
  if (alike.length === 1) return `${least.scheme} needs ${cores(least)}, ${further}.`;
  return `${list(alike.map((one) => `${one.scheme} (${exact(one.servers.middle)})`))} need the fewest cores, ${further}.`;
}

function cores({ servers: { middle } }: Needed): string {
  return `${exact(middle)} ${middle === 1 ? 'core' : 'cores'}`;
}
