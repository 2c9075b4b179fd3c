import { bodyParser } from '@koa/bodyparser';
import type { Weakness } from '../../weakness.ts';

export default {
  id: 'no-input-limit',
  title: 'Headers of a megabyte and bodies of 64 are read to their end',
  cwe: 'CWE-770',
  defence: () => ({ file: 'servers/http/json-body.ts', line: 'const LIMIT =' }),
  appliesTo: () => true,
  async serve(scheme, parts) {
    return {
      ...(await scheme.serve(parts)),
      http: { maxHeaderSize: 2 ** 20 },
      front: bodyParser({ enableTypes: ['json'], jsonLimit: '64mb' }),
    };
  },
} satisfies Weakness;
