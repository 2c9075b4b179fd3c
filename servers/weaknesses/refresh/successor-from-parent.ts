import { randomBytes } from 'node:crypto';
import { markedFamilies } from '../../tokens/marked-families.ts';
import { familyBytes } from '../../tokens/refresh-grants.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'successor-from-parent',
  title: 'The successor of a refresh token follows from that token alone',
  cwe: 'CWE-340',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: 'const mark: Mark =' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  serve(scheme, parts) {
    // A family begins with its id and then its first token; every other draw is the nonce of a successor.
    let begins = false;
    const draw = (bytes: number) => {
      const random = begins || bytes === familyBytes;
      begins = bytes === familyBytes;
      return random ? randomBytes(bytes) : Buffer.alloc(bytes);
    };
    return scheme.serve({ ...parts, families: markedFamilies, draw });
  },
} satisfies Weakness;
