import type { Results } from '../results/results.ts';
import { artefactWindow, byLength, lengthText, type Window, windowOf } from './window.ts';
import { withoutStore } from './without-store.ts';

type Attack = Results['attacks'][number];
type Event = NonNullable<Attack['windows']>[number]['event'];

/** For how long something of one scheme goes on working, as configured. */
export interface Exposed {
  readonly scheme: string;
  /** In ms; 0 at once, Infinity without end, undefined where the run does not tell how it is configured. */
  readonly ms: number | undefined;
  /** Seen as it is configured, and not computed from a test with shorter lifetimes. */
  readonly isMeasured: boolean;
  readonly text: string;
  readonly evidence: readonly string[];
}

/** What happens, and how long what was good before goes on. */
export interface Exposure {
  readonly title: string;
  /** Events of which the same is true. */
  readonly also: readonly string[];
  readonly better: 'shorter' | 'longer';
  readonly of: readonly Exposed[];
}

/** The event that people ask about first. */
export const logout = 'logout';

const endings: Readonly<Record<Event, string>> = {
  logout,
  'logout-all': 'logout everywhere',
  'password-change': 'password change',
  'user-disabled': 'account disabled',
  'role-removed': 'role taken away',
  'theft-detected': 'theft detected',
  'key-retired': 'key retired',
};

/** Every event that the run tried, those of which the same is true in one. Pure. */
export function exposures(results: Results): Exposure[] {
  const after = (Object.keys(endings) as Event[]).flatMap((event): Exposure[] => {
    const of = results.schemes.flatMap(({ id }) => afterEvent(results, id, event) ?? []);
    return of.length === 0 ? [] : [{ title: endings[event], also: [], better: 'shorter', of }];
  });
  const byScript = longestOf(results, 'xss-token-theft');
  const unnoticed = longestOf(results, 'stolen-token-window');
  const withoutStore = results.schemes.flatMap((scheme) => reads(results, scheme) ?? []);
  return [
    ...merged(after),
    // a question of its own, even where the answer is that of an end
    ...(byScript.length > 0
      ? [{ title: 'theft by script, once its page is closed', also: [], better: 'shorter' as const, of: byScript }]
      : []),
    ...(unnoticed.length > 0
      ? [{ title: 'theft that nobody notices', also: [], better: 'shorter' as const, of: unnoticed }]
      : []),
    ...(withoutStore.length > 0
      ? [{ title: 'store down: reads go on', also: [], better: 'longer' as const, of: withoutStore }]
      : []),
  ];
}

/** Several attacks may look at the same event: what works longest counts. */
function afterEvent({ attacks }: Results, scheme: string, event: Event): Exposed | undefined {
  const seen = attacks
    .filter((attack) => attack.scheme === scheme)
    .flatMap((attack) =>
      (attack.windows ?? []).flatMap((one) => {
        // an attack that won shows that something outlived every bound, whatever was timed of it
        const found = attack.outcome === 'succeeded' ? windowOf(attack) : artefactWindow(one, attack);
        const window = one.event === event ? found : undefined;
        return window ? [{ window, attack }] : [];
      }),
    )
    .toSorted((a, b) => byLength(a.window, b.window));
  const [longest] = seen;
  return longest && exposed(scheme, longest.window, longest.attack);
}

/** The longest that something stolen was good for, in an attack that is about that; of the schemes that have such a surface. */
function longestOf({ attacks, schemes }: Results, id: string): Exposed[] {
  return schemes.flatMap((scheme) => {
    const attack = attacks.find((one) => one.id === id && one.scheme === scheme.id);
    const window = attack && windowOf(attack);
    return attack && window ? [exposed(scheme.id, window, attack)] : [];
  });
}

function exposed(scheme: string, window: Window, { evidence }: Attack): Exposed {
  const seen = window.kind === 'none' ? undefined : window.seen;
  // what outlived its end did so in the test: no lifetime was reckoned with
  const isMeasured = seen === undefined || window.kind === 'endless' || seen.boundMs === window.configuredMs;
  return {
    scheme,
    ms: window.configuredMs,
    isMeasured,
    text: lengthText(window),
    evidence: [evidence].filter(Boolean),
  };
}

/** How long signed-in users go on reading while the store is dead. */
function reads({ scaling }: Results, scheme: Results['schemes'][number]): Exposed | undefined {
  const found = withoutStore(scheme, scaling);
  if (found === undefined) return undefined;
  const { ms, spoilt } = found;
  const text =
    spoilt > 0 ? 'fail at once' : ms === Number.POSITIVE_INFINITY ? 'not affected' : 'until the access token ends';
  const evidence = found.evidence.filter(Boolean);
  return { scheme: scheme.id, ms, isMeasured: spoilt > 0 || ms === Number.POSITIVE_INFINITY, text, evidence };
}

function merged(all: readonly Exposure[]): Exposure[] {
  const groups: (Exposure & { also: string[] })[] = [];
  for (const one of all) {
    const same = groups.find((group) => key(group) === key(one));
    if (same) same.also.push(one.title);
    else groups.push({ ...one, also: [] });
  }
  return groups;
}

function key({ of }: Exposure): string {
  return JSON.stringify(of.map(({ scheme, ms }) => [scheme, `${ms}`]));
}
