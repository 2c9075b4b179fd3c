import { randomBytes } from 'node:crypto';
import { familyBytes } from '../../tokens/refresh-grants.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'successor-from-parent',
  title: 'The successor of a refresh token follows from that token alone',
  cwe: 'CWE-340',
  defence: () => ({ file: 'servers/tokens/token-family.ts', line: 'const nonce = draw(' }),
  appliesTo: ({ renewal }) => renewal === 'rotation',
  serve(scheme, parts) {
    // A family begins with its id, then its first token; what is drawn after these is its nonce.
    let drawn = 0;
    const draw = (bytes: number) => {
      drawn = bytes === familyBytes ? 0 : drawn + 1;
      return drawn === 2 ? Buffer.alloc(bytes) : randomBytes(bytes);
    };
    return scheme.serve({ ...parts, draw });
  },
} satisfies Weakness;
