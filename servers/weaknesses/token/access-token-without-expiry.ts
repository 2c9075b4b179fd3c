import type { Weakness } from '../../weakness.ts';

const TEN_YEARS_MS = 10 * 365 * 24 * 3_600_000;

export default {
  id: 'access-token-without-expiry',
  title: 'Access tokens that do not expire in practice',
  cwe: 'CWE-613',
  defence: ({ credential }) =>
    credential === 'reference'
      ? { file: 'servers/schemes/{scheme}.ts', line: 'endsMs: Date.now()' }
      : { file: 'servers/tokens/access-token.ts', line: 'maxTokenAge: ' },
  appliesTo: ({ transport }) => transport === 'bearer',
  serve: (scheme, parts) => scheme.serve({ ...parts, settings: { ...parts.settings, accessMs: TEN_YEARS_MS } }),
} satisfies Weakness;
