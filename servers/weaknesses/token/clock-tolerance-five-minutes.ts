import type { Weakness } from '../../weakness.ts';

const FIVE_MINUTES_MS = 300_000;

export default {
  id: 'clock-tolerance-five-minutes',
  title: 'Clocks may differ by five minutes, by which every token outlives its end',
  cwe: 'CWE-613',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'clockTolerance:' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  serve: (scheme, parts) => scheme.serve({ ...parts, settings: { ...parts.settings, toleranceMs: FIVE_MINUTES_MS } }),
} satisfies Weakness;
