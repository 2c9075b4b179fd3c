import type { Fault } from '../kinds/fault.ts';
import { needed } from '../kit/clients/needed.ts';
import { onInstance } from '../kit/clients/where.ts';

export default {
  kind: 'fault',
  id: 'instance-frozen',
  title: 'One instance hangs, and its health check has not noticed',
  question: 'What becomes of requests that an instance has taken and does not answer?',
  ...onInstance,
  needs: { hooks: ['freeze', 'thaw'] },
  lastsMs: 1_500,
  async inject(stage) {
    const instance = stage.target.instances - 1;
    await needed(stage, 'freeze')(instance);
    return () => needed(stage, 'thaw')(instance);
  },
} satisfies Fault;
