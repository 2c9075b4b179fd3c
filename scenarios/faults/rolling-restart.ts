import type { Fault } from '../kinds/fault.ts';
import { needed } from '../kit/clients/needed.ts';
import { onInstance } from '../kit/clients/where.ts';

export default {
  kind: 'fault',
  id: 'rolling-restart',
  title: 'All instances are replaced, one after the other',
  question: 'Can a new version go live without a request of a signed-in user being refused?',
  ...onInstance,
  needs: { hooks: ['drain', 'restart'] },
  lastsMs: 0,
  async inject(stage) {
    for (let instance = 0; instance < stage.target.instances; instance += 1) {
      await needed(stage, 'drain')(instance);
      await needed(stage, 'restart')(instance);
    }
    return undefined;
  },
} satisfies Fault;
