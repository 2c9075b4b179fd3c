import { decodeProtectedHeader } from 'jose';
import { alsoReading, signatureOnly } from '../../tokens/token-reader.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'jwt-signature-only',
  title: 'The signature of a token is checked, and nothing that says when, where and for what it is good',
  cwe: 'CWE-345',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'requiredClaims:' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  serve: (scheme, parts) =>
    alsoReading(scheme, parts, async (token) => {
      // It also claims to understand whatever the header calls critical.
      const crit = Object.fromEntries((decodeProtectedHeader(token).crit ?? []).map((name) => [name, false]));
      return (await signatureOnly(parts.settings, { crit }))(token);
    }),
} satisfies Weakness;
