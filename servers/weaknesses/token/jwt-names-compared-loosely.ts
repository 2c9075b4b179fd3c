import { decodeProtectedHeader } from 'jose';
import { alsoReading, signatureOnly } from '../../tokens/token-reader.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'jwt-names-compared-loosely',
  title: 'Issuer and audience of a token need only contain the right name',
  cwe: 'CWE-345',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: '    issuer,' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  async serve(scheme, parts) {
    const { issuer, audience } = parts.settings;
    const verified = await signatureOnly(parts.settings);
    return alsoReading(scheme, parts, async (token) => {
      const claims = await verified(token);
      const names = decodeProtectedHeader(token).typ === 'at+jwt';
      return names && String(claims.iss).includes(issuer) && String(claims.aud).includes(audience) ? claims : undefined;
    });
  },
} satisfies Weakness;
