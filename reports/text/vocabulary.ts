import type { Results } from '../results/results.ts';
import type { Ruling } from '../standards/rulings.ts';

type Attack = Results['attacks'][number];
type Comparison = Results['comparisons'][number];
type Claim = Results['claims'][number];

/** What each word of a verdict means, in one sentence; every format and `explain` take it from here. */
export const outcomes: Readonly<Record<Attack['outcome'], string>> = {
  blocked:
    'The attacker got neither identity nor effect, and the same attack beat the weakened server in the same run.',
  'blocked-by-crash':
    'The attacker got nothing, but the server answered 5xx: hostile input reached code that was not ready for it.',
  succeeded: 'The attacker acted as somebody else, shown by identity or effect.',
  window:
    'What was stolen or ended stayed good for a bounded time, by design of the scheme: as long as lifetimes are configured, which was tested with shorter ones.',
  'not-applicable': 'The scheme has no such surface.',
  inconclusive: 'This run could not decide: a baseline failed, something broke, or the weakened server withstood it.',
  'not-run': 'Something that the attack needs is missing here; the reason names it.',
};

export const verdicts: Readonly<Record<Comparison['verdict'], string>> = {
  better: 'The whole 95 % interval lies beyond the margin, in favour.',
  worse: 'The whole 95 % interval lies beyond the margin, against.',
  small: 'The interval excludes "no difference" but reaches inside the margin.',
  equivalent: 'The whole interval lies inside the margin.',
  inconclusive:
    'The interval is too wide to say, the bench itself made the difference, or it was measured cheaper than it is configured; the reason tells which, and what would settle it.',
  invalid: 'A check on the measurement itself failed; the number is shown and not used.',
};

export const claimStates: Readonly<Record<Claim['state'], string>> = {
  confirmed: 'What was measured agrees with the statement.',
  conditional: 'True under the named condition; the counter-example was measured too.',
  refuted: 'What was measured contradicts the statement.',
  inconclusive: 'This run could not decide; the reason tells what would.',
  'not-run': 'The profile or the selection left out what it rests on.',
};

export const rulingStates: Readonly<Record<Ruling['state'], string>> = {
  met: 'Every attack here that is about it was held off, each beside a weakened server that fell to it.',
  'in-part': 'Nothing broke it, and something of it was not tried; the reason tells what.',
  'not-met': 'An attack of this run broke it.',
  'not-tested': 'No attack of this run shows anything of it; the reason tells why.',
  'no-surface': 'The scheme has nothing that it is about.',
};

/** Where servers of a scaling test keep what they know of users. */
export const kept = {
  'own-memory': 'own memory',
  sticky: 'own memory, sticky routing',
  shared: 'shared store',
  none: 'nothing',
} satisfies Record<Results['scaling'][number]['mode'], string>;

/** What happens in a test of scaling, in the order in which they are told. */
export const events: Readonly<Record<string, string>> = {
  none: 'undisturbed',
  'instance-dies': 'an instance dies',
  'instance-joins': 'an instance joins',
  'store-dies': 'the store dies',
};

/** A fault by the words of its id. */
export function eventText(event: string): string {
  return Object.hasOwn(events, event) ? (events[event] ?? event) : event.replaceAll('-', ' ');
}
