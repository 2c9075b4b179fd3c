import { serverDeath } from '../../../reports/analysis/server-death.ts';
import type { Death } from './deaths.ts';
import type { ExternalTarget } from './external-target.ts';
import { type AttackResult, seenFinding } from './seen-finding.ts';

/** What the ends of a target come to; nothing where it outlived all that was sent. */
export function deathFinding(
  target: Pick<ExternalTarget, 'id' | 'source'>,
  deaths: readonly Death[],
): AttackResult | undefined {
  const proofs = deaths.filter(isProof);
  const [first] = proofs.length > 0 ? proofs : deaths;
  if (!first) return undefined;
  const found = proofs.length > 0;
  const because = sentence(first, found);
  return seenFinding(serverDeath, target, {
    outcome: found ? 'succeeded' : 'inconclusive',
    because: deaths.length > 1 ? `${because}; it ended ${deaths.length} times in this run` : because,
    tries: deaths.length,
    successes: proofs.length,
    facts: { deaths },
    uncontrolled: 'that a server has ended is seen, and not concluded',
    evidence: first.cell,
  });
}

/** Whoever is killed from outside, or is gone while many requests were under way, was not ended by one that can be named. */
function isProof({ kind, underWay }: Death): boolean {
  return kind === 'crash' || (kind === 'unseen' && underWay === 1);
}

function sentence({ request, underWay, how, kind, isBack }: Death, found: boolean): string {
  const after = isBack ? 'it was up again afterwards' : 'it has not come back';
  const which = underWay > 1 ? `one of ${underWay} requests at once, the first of them ${request},` : request;
  if (found && kind === 'crash') return `${which} ended the server: ${how}; ${after}`;
  if (found) return `the server was gone after ${which}: ${how}; ${after}`;
  return `the server ended while ${which} was under way, and may have been ended by somebody else: ${how}; ${after}`;
}
