import type { Weakness } from '../../weakness.ts';

const TEN_YEARS_MS = 10 * 365 * 24 * 3_600_000;

export default {
  id: 'no-absolute-timeout',
  title: 'A sign-in that is used lives as long as it is used',
  cwe: 'CWE-613',
  defence: ({ renewal }) =>
    renewal === 'sliding'
      ? { file: 'servers/koa-sessions.ts', line: 'valid:' }
      : { file: 'servers/tokens/token-family.ts', line: 'return record.expiresAt > Date.now()' },
  appliesTo: ({ renewal }) => renewal !== 'none',
  serve: (scheme, parts) => scheme.serve({ ...parts, settings: { ...parts.settings, absoluteMs: TEN_YEARS_MS } }),
} satisfies Weakness;
