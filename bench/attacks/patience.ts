import type { Settings } from '../../servers/settings.ts';

/** How many times as long shortened lifetimes are in each try: what a starved machine does too late, it does in time then. */
export const patience = [1, 2, 4, 8] as const;

const lifetimes = ['idleMs', 'absoluteMs', 'accessMs', 'lagMs', 'loginWindowMs'] as const;

/** The same settings with as much more time; what nobody shortened stays as it is. */
export function prolonged(settings: Partial<Settings>, factor: number): Partial<Settings> {
  const own = lifetimes.flatMap((name) => (settings[name] === undefined ? [] : [[name, factor * settings[name]]]));
  return { ...settings, ...Object.fromEntries(own) };
}
