import type { Weakness } from '../../weakness.ts';

export default {
  id: 'rotation-without-grace',
  title: 'A second use of a refresh token is called a theft, however soon it comes',
  cwe: 'CWE-841',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: 'settings.graceMs === 0' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  serve: (scheme, parts) => scheme.serve({ ...parts, settings: { ...parts.settings, graceMs: 0 } }),
} satisfies Weakness;
