import { failures } from '../reports/failures.ts';
import type { Results } from '../reports/results.ts';
import { type ExitReason, strongest } from './exit-codes.ts';
import type { Gate } from './options.ts';

/** How a run ends, and one sentence for each gate that was not met. */
export function judgeGates(
  results: Results,
  failOn: readonly Gate[],
  also: readonly ExitReason[] = [],
): { reason: ExitReason; because: string[] } {
  if (failOn.includes('none')) return { reason: strongest(also), because: [] };
  const failed = [...failures(results).values()];
  const open = failOn.includes('inconclusive')
    ? results.attacks.filter(({ outcome }) => outcome === 'inconclusive')
    : [];
  return {
    reason: strongest([
      ...also,
      ...(failOn.includes('security') && failed.length > 0 ? (['failed'] as const) : []),
      ...(open.length > 0 ? (['undecided'] as const) : []),
    ]),
    because: [...failed, ...open.map((a) => `${a.id} on ${a.scheme}: inconclusive`)],
  };
}
