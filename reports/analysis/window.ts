import type { Results } from '../results/results.ts';
import type { TestedMs } from '../results/tested-ms.ts';
import { duration, withDurations } from '../text/wording.ts';
import { ofWindows, testedWith } from './changed-settings.ts';

type Attack = Results['attacks'][number];
type Recorded = Pick<Attack, 'outcome' | 'windowMs' | 'declaredMs' | 'configuredMs' | 'bound'>;
type RecordedArtefact = NonNullable<Attack['windows']>[number];

/** What the run saw: how long it was accepted, and what was to end it, in ms. */
interface Seen {
  readonly lastedMs: number;
  readonly boundMs?: number;
}

/** For how long something goes on working after it should have ended, where a scheme is left as it is configured. */
export type Window =
  /** Refused at its first use. */
  | { readonly kind: 'none'; readonly configuredMs: 0 }
  /** Ended by a lifetime, at the latest after `configuredMs`. */
  | { readonly kind: 'bounded'; readonly configuredMs: number; readonly seen: Seen }
  /** It outlived whatever should have ended it. */
  | { readonly kind: 'endless'; readonly configuredMs: number; readonly seen?: Seen }
  /** The run saw a window and does not know the lifetime behind it. */
  | { readonly kind: 'untold'; readonly configuredMs?: undefined; readonly seen: Seen; readonly because: string };

/** The window that an attack found; undefined where it has no verdict, or is about something else. */
export function windowOf({ outcome, windowMs, declaredMs, configuredMs, bound }: Recorded): Window | undefined {
  if (outcome === 'not-run' || outcome === 'not-applicable' || outcome === 'inconclusive') return undefined;
  const seen = windowMs === undefined ? undefined : seenOf(windowMs, declaredMs);
  if (outcome === 'succeeded')
    return { kind: 'endless', configuredMs: Number.POSITIVE_INFINITY, ...(seen && { seen }) };
  if (outcome === 'blocked' && (!seen || seen.lastedMs === 0)) return { kind: 'none', configuredMs: 0 };
  return seen && ended(seen, configuredMs, bound);
}

/** The window of one artefact after one event; undefined where the attack that found it has no verdict. */
export function artefactWindow(
  { measuredMs, declaredMs, configuredMs }: RecordedArtefact,
  attack: Recorded,
): Window | undefined {
  if (windowOf(attack) === undefined) return undefined;
  const seen = seenOf(measuredMs, declaredMs);
  if (seen.lastedMs === 0) return { kind: 'none', configuredMs: 0 };
  if (attack.outcome === 'succeeded' && seen.lastedMs > (seen.boundMs ?? 0))
    return { kind: 'endless', configuredMs: Number.POSITIVE_INFINITY, seen };
  return ended(seen, configuredMs, attack.bound);
}

/** In words, as after ‘for’: what people meet first, and beside it what was tested. */
export function windowText(window: Window): string {
  const seen = window.kind !== 'none' && window.seen ? ` (tested: ${seenText(window.seen)})` : '';
  return lengths[window.kind](window.configuredMs ?? 0) + seen;
}

const lengths: Readonly<Record<Window['kind'], (configuredMs: number) => string>> = {
  none: () => 'at once',
  bounded: (configuredMs) => (configuredMs === 0 ? 'no time' : `up to ${duration(configuredMs)}`),
  endless: () => 'longer than allowed',
  untold: () => 'a time not known as configured',
};

/** What people meet, alone: for a column with what was tested in another. */
export function lengthText({ kind, configuredMs = 0 }: Window): string {
  return lengths[kind](configuredMs);
}

/** The longest first; what is not known comes before what is, since it may be longer. */
export function byLength(a: Window, b: Window): number {
  const [first, second] = [a, b].map(({ configuredMs = Number.MAX_VALUE }) => configuredMs) as [number, number];
  return first === second ? lastedMs(b) - lastedMs(a) : second > first ? 1 : -1;
}

/** As it was tested; 0 where nothing was accepted. */
export function lastedMs(window: Window): number {
  return window.kind === 'none' ? 0 : (window.seen?.lastedMs ?? 0);
}

/**
 * Why an attack ended as it did, for people: with how long a window is as configured, and with whatever else its servers
 * were told that nobody's are.
 */
export function outcomeText(attack: Recorded & Pick<Attack, 'because' | 'settings'>): string {
  const window = windowOf(attack);
  const parts = [
    window?.kind === 'bounded' && `${lengthText(window)} as configured`,
    window?.kind === 'untold' && `how long that is as configured is not known: ${window.because}`,
    window && testedWith(attack.settings, ofWindows),
  ].filter(Boolean);
  const because = withDurations(attack.because);
  return parts.length === 0 ? because : [because.replace(/\.$/, ''), ...parts].join('; ');
}

export function seenText({ lastedMs, boundMs }: Seen): string {
  return boundMs === undefined ? duration(lastedMs) : `${duration(lastedMs)} of ${duration(boundMs)}`;
}

function seenOf(lasted: TestedMs, bound: TestedMs | undefined): Seen {
  return { lastedMs: ms(lasted), ...(bound !== undefined && { boundMs: ms(bound) }) };
}

function ended(seen: Seen, configuredMs: number | undefined, bound: Recorded['bound']): Window {
  if (configuredMs !== undefined) return { kind: 'bounded', configuredMs, seen };
  const lifetimes = Object.keys(bound?.lifetimes ?? {});
  const because =
    lifetimes.length === 0
      ? 'the run is of an older version, which kept only the lifetimes of its test'
      : `the target does not say what its lifetimes are as configured (${lifetimes.join(', ')}): configuredTtlMs in its description does`;
  return { kind: 'untold', seen, because };
}

function ms(value: TestedMs): number {
  return value as unknown as number;
}
