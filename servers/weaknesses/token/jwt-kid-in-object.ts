import { createHmac } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { alsoReading } from '../../tokens/token-reader.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'jwt-kid-in-object',
  title: 'Keys are looked up in an object literal, which has more names than were put into it',
  cwe: 'CWE-1321',
  defence: () => ({ file: 'servers/tokens/token-keys.ts', line: 'const all = new Map(' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  serve: (scheme, parts) => {
    const keys: Record<string, string> = { current: parts.settings.tokenKey };
    return alsoReading(scheme, parts, (token) => {
      const key = keys[decodeProtectedHeader(token).kid ?? ''];
      const cut = token.lastIndexOf('.');
      const signature = createHmac('sha256', String(key)).update(token.slice(0, cut)).digest('base64url');
      return key && signature === token.slice(cut + 1) ? decodeJwt(token) : undefined;
    });
  },
} satisfies Weakness;
