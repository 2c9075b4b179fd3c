import { identifierDrawn } from '../../identifier-drawn.ts';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'ids-of-math-random',
  title: 'Random bytes come from Math.random, four at a time',
  cwe: 'CWE-338',
  defence: identifierDrawn,
  appliesTo: ({ credential, ambient }) => credential === 'reference' || ambient === 'renewal',
  serve: (scheme, parts) => scheme.serve({ ...parts, draw }),
} satisfies Weakness;

function draw(bytes: number): Buffer {
  const drawn = Buffer.alloc(Math.ceil(bytes / 4) * 4);
  for (let at = 0; at < drawn.length; at += 4) drawn.writeUInt32BE(Math.floor(Math.random() * 2 ** 32), at);
  return drawn.subarray(0, bytes);
}
