import type { Results } from '../../reports/results/results.ts';
import type { Traits } from '../../servers/scheme.ts';
import type { Settings } from '../../servers/settings.ts';
import type { Target } from './target.ts';

type ChangedSettings = NonNullable<Results['attacks'][number]['settings']>;

/** What a scheme must have for a setting to mean anything; nothing where every scheme has it. */
const matters: Partial<Record<keyof Settings, (traits: Traits) => boolean>> = {
  accessMs: ({ transport, behind }) => transport === 'bearer' || behind !== undefined,
  nonceMs: ({ bound }) => bound === 'key',
  lagMs: ({ revocation }) => revocation === 'within-lag',
  toleranceMs: ({ credential, behind }) => credential === 'self-contained' || behind !== undefined,
  algorithm: ({ credential, behind }) => credential === 'self-contained' || behind !== undefined,
  jwksCooldownMs: ({ credential }) => credential === 'self-contained',
  idleMs: ({ renewal }) => renewal !== 'none',
  absoluteMs: ({ renewal }) => renewal !== 'none',
  graceMs: ({ renewal }) => renewal === 'rotation',
};

/** Those that change anything on servers of a scheme. */
export function settingsOf({ traits }: Pick<Target, 'traits'>, wanted: Partial<Settings>): Partial<Settings> {
  return Object.fromEntries(
    Object.entries(wanted).filter(([setting]) => matters[setting as keyof Settings]?.(traits) ?? true),
  );
}

/** What servers of a scheme are told for one scenario alone, beside what they are configured to. */
export function changedSettings(scheme: Target, wanted: Partial<Settings> = {}): ChangedSettings {
  if (!scheme.takesSettings) return [];
  const configured: Partial<Record<string, string | number>> = scheme.configured;
  return Object.entries(settingsOf(scheme, wanted)).flatMap(([setting, tested]) => {
    const own = configured[setting];
    return own !== undefined && own !== tested ? [{ setting, tested, configured: own }] : [];
  });
}
