import type { Fault } from '../kinds/fault.ts';
import { needed } from '../kit/clients/needed.ts';
import { onStore } from '../kit/clients/where.ts';

export default {
  kind: 'fault',
  id: 'store-frozen',
  title: 'The store hangs: it is reached, and does not answer',
  question: 'Do requests fail fast when the store does not answer, and is all well when it does again?',
  ...onStore,
  needs: { hooks: ['freezeStore', 'thawStore'] },
  lastsMs: 1_200,
  async inject(stage) {
    await needed(stage, 'freezeStore')();
    return () => needed(stage, 'thawStore')();
  },
} satisfies Fault;
