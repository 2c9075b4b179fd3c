import { randomBytes } from 'node:crypto';
import { identifierDrawn } from '../../identifier-drawn.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'short-session-ids',
  title: 'A session identifier has 64 random bits',
  cwe: 'CWE-331',
  defence: identifierDrawn,
  appliesTo: ({ credential }) => credential === 'reference',
  serve: (scheme, parts) => scheme.serve({ ...parts, draw: () => randomBytes(8) }),
} satisfies Weakness;
