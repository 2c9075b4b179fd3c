import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { alsoReading } from '../../tokens/token-reader.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'jwt-kid-as-path',
  title: 'The key of a token is the file that its header names',
  cwe: 'CWE-22',
  defence: () => ({ file: 'servers/tokens/token-keys.ts', line: 'const key = all.get(kid)' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  serve: (scheme, parts) =>
    alsoReading(scheme, parts, async (token) => {
      const key = await readFile(join(tmpdir(), decodeProtectedHeader(token).kid ?? ''));
      const cut = token.lastIndexOf('.');
      const signature = createHmac('sha256', key).update(token.slice(0, cut)).digest('base64url');
      return signature === token.slice(cut + 1) ? decodeJwt(token) : undefined;
    }),
} satisfies Weakness;
