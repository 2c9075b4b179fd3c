import { randomBytes } from 'node:crypto';
import type { MicroTask } from '../kinds/micro.ts';

export default {
  id: 'random-id',
  title: 'Make an id of 256 random bits',
  concurrent: false,
  async prepare() {
    return { run: () => randomBytes(32).toString('base64url') };
  },
} satisfies MicroTask;
