import type { Fault } from '../kinds/fault.ts';
import { needed } from '../kit/clients/needed.ts';
import { onInstance } from '../kit/clients/where.ts';

export default {
  kind: 'fault',
  id: 'instance-killed',
  title: 'One instance is killed under load',
  question: 'Which requests are lost when an instance dies while it is working?',
  ...onInstance,
  needs: { hooks: ['kill'] },
  lastsMs: 500,
  async inject(stage) {
    await needed(stage, 'kill')(stage.target.instances - 1);
    return undefined;
  },
} satisfies Fault;
