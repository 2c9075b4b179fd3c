import type { Judgement } from '../../kinds/attack.ts';
import { type Attempt, judgeAttempts } from './attempts.ts';

/** Ways around a limit; `untold`: those that could not be tried while it held. */
export type WaysAround = { readonly attempts: readonly Attempt[]; readonly untold: readonly string[] };

/** One way is enough; that there is none is known only where each could be tried. */
export function judgeWaysAround({ attempts, untold }: WaysAround): Judgement {
  const judged = judgeAttempts(attempts, 'ways around the limit');
  if (judged.outcome !== 'blocked' || untold.length === 0) return judged;
  return { ...judged, outcome: 'inconclusive', because: `no limit held for so long as to try: ${untold.join(', ')}` };
}
