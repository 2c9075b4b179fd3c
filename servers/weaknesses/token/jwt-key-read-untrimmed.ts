import { jwtVerify } from 'jose';
import { alsoReading, publishedPem } from '../../tokens/token-reader.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'jwt-key-read-untrimmed',
  title: 'What does not begin as a public key is taken for a secret, and a line break stands before this one',
  cwe: 'CWE-347',
  defence: () => ({ file: 'servers/tokens/access-token.ts', line: 'algorithms: [' }),
  appliesTo: ({ credential }) => credential === 'self-contained',
  async serve(scheme, parts) {
    const pem = (await publishedPem(parts.settings)) ?? '';
    // as of a variable that was set to a text of several lines, escaped once too often (CVE-2026-34950)
    const read = `\n${pem.replaceAll('\n', '\\n')}`;
    const key = /^-----BEGIN [A-Z ]+-----/.test(read) ? undefined : Buffer.from(read);
    return alsoReading(scheme, parts, async (token) => key && (await jwtVerify(token, () => key)).payload);
  },
} satisfies Weakness;
