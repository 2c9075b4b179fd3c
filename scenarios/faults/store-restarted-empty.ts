import type { Fault } from '../kinds/fault.ts';
import { needed } from '../kit/clients/needed.ts';
import { onStore } from '../kit/clients/where.ts';

export default {
  kind: 'fault',
  id: 'store-restarted-empty',
  title: 'The store is killed, and comes back empty',
  question: 'How many users must log in again when the store forgets, and does anything ended come back?',
  ...onStore,
  needs: { hooks: ['killStore', 'restartStore'] },
  lastsMs: 200,
  async inject(stage) {
    await needed(stage, 'killStore')();
    return () => needed(stage, 'restartStore')();
  },
} satisfies Fault;
