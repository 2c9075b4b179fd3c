import type { Traits } from '../../servers/scheme.ts';
import { Settings } from '../../servers/settings.ts';
import type { Target } from './target.ts';

type Lifetime = 'accessMs' | 'idleMs' | 'absoluteMs';
type Shortenable = Pick<Target, 'id' | 'defaults' | 'traits' | 'takesSettings'>;

const names = {
  accessMs: 'access tokens',
  idleMs: 'idle times',
  absoluteMs: 'absolute ends',
} as const satisfies Record<Lifetime, string>;

/** How many times shorter a lifetime is in an attack than where the scheme is left to its own. The clocks are real. */
export function compression(lifetime: Lifetime, scheme: Shortenable, wanted: Partial<Settings> = {}): number {
  if (!scheme.takesSettings) return 1;
  const own = Settings.parse(scheme.defaults ?? {});
  return own[lifetime] / (wanted[lifetime] ?? own[lifetime]);
}

/** An attack with lifetimes of its own, on a scheme. */
export interface Shortened {
  readonly scheme: Shortenable;
  readonly wanted: Partial<Settings>;
}

/** One sentence for the report: what attacks shorten, and by how much. Undefined where they shorten nothing. */
export function shortenedNote(cells: readonly Shortened[]): string | undefined {
  const schemes = [...new Map(cells.map(({ scheme }) => [scheme.id, scheme])).values()];
  const parts = (Object.keys(names) as Lifetime[]).flatMap((lifetime) =>
    schemes.flatMap((scheme) => {
      if (!has(lifetime, scheme.traits)) return [];
      const factors = cells
        .filter((cell) => cell.scheme.id === scheme.id)
        .map(({ wanted }) => compression(lifetime, scheme, wanted))
        .filter((factor) => factor > 1);
      if (factors.length === 0) return [];
      const [least, most] = [Math.min(...factors), Math.max(...factors)].map(Math.round);
      return [`${names[lifetime]} ${least === most ? most : `${least} to ${most}`} times (${scheme.id})`];
    }),
  );
  if (parts.length === 0) return undefined;
  return `Attacks shorten lifetimes, so that their end can be watched on a real clock: ${parts.join(', ')}. What is said of a window is said of the lifetimes as they are configured, with what was tested beside it.`;
}

/** A session is no access token, and what is never renewed ends at its one expiry. */
function has(lifetime: Lifetime, { transport, renewal, behind }: Traits): boolean {
  return lifetime === 'accessMs' ? transport === 'bearer' || behind !== undefined : renewal !== 'none';
}
