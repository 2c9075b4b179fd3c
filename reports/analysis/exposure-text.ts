import { list, listOf } from '../text/wording.ts';
import type { Exposure } from './exposure.ts';

/** `After logout, session stops at once; jwt works for up to 15 min.` Undefined where nothing was ended. */
export function exposureFinding(exposures: readonly Exposure[]): string | undefined {
  const ended = exposures.find(({ better }) => better === 'shorter');
  if (ended === undefined) return undefined;
  const stops = ended.of.filter(({ ms }) => ms === 0).map(({ scheme }) => scheme);
  const lasting = ended.of.filter(({ ms }) => ms !== 0).toSorted((a, b) => (a.ms ?? 0) - (b.ms ?? 0));
  if (lasting.length === 0) return `After ${ended.title}, every scheme refuses a copied credential at once.`;
  const times = new Map<string, string[]>();
  for (const { scheme, text } of lasting) times.set(text, [...(times.get(text) ?? []), scheme]);
  const parts = [...times].map(([text, schemes]) => `with ${listOf(mostNamed, schemes)} ${text}`);
  const rest =
    stops.length > 0 ? `; ${listOf(mostNamed, stops)} ${stops.length > 1 ? 'refuse' : 'refuses'} it at once` : '';
  return `After ${ended.title}, a copied credential works on ${list(parts)}${rest}.`;
}

const mostNamed = 3;
