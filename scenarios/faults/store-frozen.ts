import { needed } from '../clients/needed.ts';
import { onStore } from '../clients/where.ts';
import type { Fault } from '../fault.ts';

export default {
  kind: 'fault',
  id: 'store-frozen',
  title: 'The store hangs: it is reached, and does not answer',
  question: 'Do requests fail fast when the store does not answer, and is all well when it does again?',
  ...onStore,
  needs: { hooks: ['freezeStore', 'thawStore'] },
  lastsMs: 1_200,
  async strike(stage) {
    await needed(stage, 'freezeStore')();
    return () => needed(stage, 'thawStore')();
  },
} satisfies Fault;
