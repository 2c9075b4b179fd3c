import { byLength, outcomeText, type Window, windowOf, windowText } from '../analysis/window.ts';
import type { Results } from '../results/results.ts';
import { duration } from '../text/wording.ts';
import { type Assessment, type Constraint, combined, type SchemeFacts } from './constraint.ts';
import { forgivenMs } from './lookup.ts';

type Attack = Results['attacks'][number];
type Bounded = Extract<Window, { kind: 'bounded' }>;

/** What ends a sign-in before its time, each tried with a copy of its credential: of all other attacks rules read the outcome alone. */
export const endings = [
  'replay-after-logout',
  'concurrent-sessions',
  'replay-after-password-change',
  'disable-user-latency',
];

export default {
  id: 'revocation',
  title: 'An ended sign-in is refused in time',
  rule: `Ruled out where a copied credential outlives the end of its sign-in for longer than allowed: attacks ${endings.join(', ')}. Those run with short lifetimes; what counts is the lifetime as configured.`,
  asked: ({ revocationMs }) =>
    revocationMs === undefined ? undefined : `an ended sign-in is refused within ${duration(revocationMs)}`,
  judge(scheme, { revocationMs = 0 }, { attacks }) {
    const tried = attacks
      .filter(
        (attack) => attack.scheme === scheme.id && endings.includes(attack.id) && attack.outcome !== 'not-applicable',
      )
      .map((attack) => ({ attack, window: windowOf(attack) }));
    const bounded = tried.flatMap(({ attack, window }) => (window?.kind === 'bounded' ? [{ attack, window }] : []));
    const [longest] = bounded.toSorted((a, b) => byLength(a.window, b.window));
    return combined([
      ...tried.flatMap(({ attack, window }) =>
        window?.kind === 'bounded' ? [] : [{ ...judgeEnding(attack, window), evidence: [attack.evidence] }],
      ),
      ...(longest
        ? [
            {
              ...judgeWindow(scheme, longest.window, revocationMs),
              evidence: bounded.map(({ attack }) => attack.evidence),
            },
          ]
        : []),
    ]);
  },
} satisfies Constraint;

function judgeEnding(attack: Attack, window: Exclude<Window, Bounded> | undefined): Omit<Assessment, 'evidence'> {
  if (window?.kind === 'none') return { state: 'meets', because: 'a copy is refused at once' };
  if (window?.kind === 'endless')
    return { state: 'breaks', because: `${attack.id}: the copy outlived every bound`, flip: 'that is fixed' };
  return { state: 'undecided', because: `${attack.id}: ${outcomeText(attack)}` };
}

function judgeWindow(scheme: SchemeFacts, window: Bounded, allowedMs: number): Omit<Assessment, 'evidence'> {
  const seen = `a copy works until it expires, ${windowText(window)}`;
  const longestMs = allowedMs - forgivenMs(scheme);
  if (window.configuredMs <= allowedMs)
    return { state: 'meets', because: seen, needs: `access tokens that live no longer than ${duration(longestMs)}` };
  const accepted = `a window of ${duration(window.configuredMs)} is acceptable`;
  return {
    state: 'breaks',
    because: seen,
    flip:
      scheme.traits.renewal === 'rotation' && longestMs > 0
        ? `access tokens live at most ${duration(longestMs)}, each active client renewing as often, or ${accepted}`
        : accepted,
  };
}
