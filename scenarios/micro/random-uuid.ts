import { randomUUID } from 'node:crypto';
import type { MicroTask } from '../kinds/micro.ts';

export default {
  id: 'random-uuid',
  title: 'Make a random UUID (122 bits, from a pool)',
  concurrent: false,
  async prepare() {
    return { run: () => randomUUID() };
  },
} satisfies MicroTask;
