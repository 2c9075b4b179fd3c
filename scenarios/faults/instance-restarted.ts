import { needed } from '../clients/needed.ts';
import { onInstance } from '../clients/where.ts';
import type { Fault } from '../fault.ts';

export default {
  kind: 'fault',
  id: 'instance-restarted',
  title: 'One instance is killed and comes back',
  question: 'Do users notice an instance that crashed and was started again?',
  ...onInstance,
  needs: { hooks: ['kill', 'restart'] },
  lastsMs: 300,
  async strike(stage) {
    const instance = stage.target.instances - 1;
    await needed(stage, 'kill')(instance);
    return () => needed(stage, 'restart')(instance);
  },
} satisfies Fault;
