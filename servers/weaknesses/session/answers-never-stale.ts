import type { Weakness } from '../../weakness.ts';

const TEN_YEARS_MS = 10 * 365 * 24 * 3_600_000;

export default {
  id: 'answers-never-stale',
  title: 'What the store has once said of a sign-in is believed until the sign-in ends by itself',
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/schemes/{scheme}.ts', line: 'settings.lagMs' }),
  appliesTo: ({ revocation }) => revocation === 'within-lag',
  serve: (scheme, parts) => scheme.serve({ ...parts, settings: { ...parts.settings, lagMs: TEN_YEARS_MS } }),
} satisfies Weakness;
