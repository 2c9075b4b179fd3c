import type { Fault } from '../kinds/fault.ts';
import { needed } from '../kit/clients/needed.ts';
import { onStore } from '../kit/clients/where.ts';

export default {
  kind: 'fault',
  id: 'store-reset',
  title: 'Connections to the store are reset, five times a second',
  question: 'Does a server find back to its store by itself, and at what cost?',
  ...onStore,
  needs: { hooks: ['resetStore'] },
  lastsMs: 0,
  async inject(stage) {
    for (let i = 0; i < 5; i += 1) {
      await needed(stage, 'resetStore')();
      await stage.wait(200);
    }
    return undefined;
  },
} satisfies Fault;
