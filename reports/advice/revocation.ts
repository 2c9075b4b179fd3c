import type { Results } from '../results.ts';
import { duration } from '../wording.ts';
import { type Constraint, type Finding, type SchemeFacts, together } from './constraint.ts';
import { forgivenMs, lifetimeMs } from './lookup.ts';

type Attack = Results['attacks'][number];

/** What ends a sign-in before its time, each tried with a copy of its credential. */
const endings = ['replay-after-logout', 'concurrent-sessions', 'replay-after-password-change', 'disable-user-latency'];

export default {
  id: 'revocation',
  title: 'An ended sign-in is refused in time',
  rule: `Ruled out where a copied credential outlives the end of its sign-in for longer than allowed: attacks ${endings.join(', ')}. Those run with short lifetimes; what counts is the lifetime in force.`,
  asked: ({ revocationMs }) =>
    revocationMs === undefined ? undefined : `an ended sign-in is refused within ${duration(revocationMs)}`,
  judge(scheme, { revocationMs = 0 }, { attacks }) {
    const tried = attacks.filter(
      (attack) => attack.scheme === scheme.id && endings.includes(attack.id) && attack.outcome !== 'not-applicable',
    );
    return together(
      tried.map((attack) => ({ ...judgeEnding(scheme, attack, revocationMs), evidence: [attack.evidence] })),
    );
  },
} satisfies Constraint;

function judgeEnding(scheme: SchemeFacts, attack: Attack, allowedMs: number): Omit<Finding, 'evidence'> {
  const { id, outcome, windowMs = 0, declaredMs = 0 } = attack;
  if (outcome === 'blocked') return { state: 'meets', because: 'a copy is refused at once' };
  if (outcome === 'succeeded')
    return { state: 'breaks', because: `${id}: the copy outlived every bound`, flip: 'that is mended' };
  if (outcome !== 'window') return { state: 'undecided', because: `${id}: ${attack.because}` };
  const inForceMs = lifetimeMs(scheme) ?? Math.max(windowMs, declaredMs);
  const seen = `a copy works until it expires, up to ${duration(inForceMs)} as set`;
  const longestMs = allowedMs - forgivenMs(scheme);
  if (inForceMs <= allowedMs)
    return { state: 'meets', because: seen, needs: `access tokens that live no longer than ${duration(longestMs)}` };
  return {
    state: 'breaks',
    because: seen,
    flip:
      scheme.traits.renewal === 'rotation' && longestMs > 0
        ? `access tokens live at most ${duration(longestMs)}, each active client renewing as often, or a window of ${duration(inForceMs)} is acceptable`
        : `a window of ${duration(inForceMs)} is acceptable`,
  };
}
