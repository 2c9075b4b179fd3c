import { randomBytes } from 'node:crypto';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'short-session-ids',
  title: 'A session identifier has 64 random bits',
  cwe: 'CWE-331',
  defence: ({ ambient }) =>
    ambient === 'every-request'
      ? { file: 'servers/schemes/{scheme}.ts', line: 'genid:' }
      : { file: 'servers/tokens/token-family.ts', line: 'const token = joined(' },
  appliesTo: ({ renewal }) => renewal === 'sliding',
  serve: (scheme, parts) => scheme.serve({ ...parts, draw: () => randomBytes(8) }),
} satisfies Weakness;
