import { identifierDrawn } from '../../identifier-drawn.ts';
import { markedFamilies } from '../../tokens/marked-families.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'counted-ids',
  title: 'Identifiers are numbers in a row',
  cwe: 'CWE-340',
  defence: identifierDrawn,
  appliesTo: ({ credential, ambient }) => credential === 'reference' || ambient === 'renewal',
  serve(scheme, parts) {
    let count = Date.now();
    return scheme.serve({
      ...parts,
      // without half a token that is no number
      families: markedFamilies,
      draw(bytes) {
        const id = Buffer.alloc(bytes);
        id.writeBigUInt64BE(BigInt(++count), bytes - 8);
        return id;
      },
    });
  },
} satisfies Weakness;
