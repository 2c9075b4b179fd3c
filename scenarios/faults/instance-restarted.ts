import type { Fault } from '../kinds/fault.ts';
import { needed } from '../kit/clients/needed.ts';
import { onInstance } from '../kit/clients/where.ts';

export default {
  kind: 'fault',
  id: 'instance-restarted',
  title: 'One instance is killed and comes back',
  question: 'Do users notice an instance that crashed and was started again?',
  ...onInstance,
  needs: { hooks: ['kill', 'restart'] },
  lastsMs: 300,
  async inject(stage) {
    const instance = stage.target.instances - 1;
    await needed(stage, 'kill')(instance);
    return () => needed(stage, 'restart')(instance);
  },
} satisfies Fault;
