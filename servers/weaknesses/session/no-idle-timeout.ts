import type { Weakness } from '../../weakness.ts';

const TEN_YEARS_MS = 10 * 365 * 24 * 3_600_000;

export default {
  id: 'no-idle-timeout',
  title: 'A sign-in that nobody uses lives on',
  cwe: 'CWE-613',
  defence: ({ renewal }) =>
    renewal === 'sliding'
      ? { file: 'servers/koa-sessions.ts', line: 'maxAge: settings.idleMs,' }
      : { file: 'servers/tokens/token-family.ts', line: 'Math.min(settings.idleMs, lifeMs)' },
  appliesTo: ({ renewal }) => renewal !== 'none',
  serve: (scheme, parts) => scheme.serve({ ...parts, settings: { ...parts.settings, idleMs: TEN_YEARS_MS } }),
} satisfies Weakness;
