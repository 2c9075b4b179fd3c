import type { Fault } from '../kinds/fault.ts';
import { needed } from '../kit/clients/needed.ts';
import { onStore } from '../kit/clients/where.ts';

export default {
  kind: 'fault',
  id: 'store-killed',
  title: 'The store is killed, and comes back with all it had',
  question: 'What works while the store is away, and who is still signed in when it is back?',
  ...onStore,
  needs: { hooks: ['cutStore', 'healStore', 'killStore', 'restartStore', 'readStore', 'restoreStore'] },
  lastsMs: 700,
  async inject(stage) {
    await needed(stage, 'cutStore')();
    const kept = await needed(stage, 'readStore')();
    await needed(stage, 'killStore')();
    return async () => {
      await needed(stage, 'restartStore')();
      await needed(stage, 'restoreStore')(kept);
      await needed(stage, 'healStore')();
    };
  },
} satisfies Fault;
