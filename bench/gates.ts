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
  const unexpected = results.attacks.filter(({ asExpected }) => asExpected === false);
  // own memory behind round-robin cannot even log out: that is what the grid shows, and no set-up anybody asks for
  const accepted = results.scaling.filter(({ mode, wronglyAccepted }) => mode !== 'own-memory' && wronglyAccepted > 0);
  const open = results.attacks.filter(({ outcome }) => outcome === 'inconclusive');
  const failed = failOn.includes('security') && unexpected.length + accepted.length > 0;
  const undecided = failOn.includes('inconclusive') && open.length > 0;
  return {
    reason: strongest([
      ...also,
      ...(failed ? (['failed'] as const) : []),
      ...(undecided ? (['undecided'] as const) : []),
    ]),
    because: [
      ...unexpected.map((a) => `${a.id} on ${a.scheme}: ${a.outcome}, expected ${a.expected}`),
      ...accepted.map(
        (s) =>
          `${s.scenario} on ${s.scheme}, ${s.mode} × ${s.instances}: ${s.wronglyAccepted} requests wrongly accepted`,
      ),
      ...(undecided ? open.map((a) => `${a.id} on ${a.scheme}: inconclusive`) : []),
    ],
  };
}
