import type { Fault } from '../kinds/fault.ts';
import { signInLeavers } from '../kit/clients/leavers.ts';
import { needed } from '../kit/clients/needed.ts';
import { onStore } from '../kit/clients/where.ts';

export default {
  kind: 'fault',
  id: 'store-killed-with-log',
  title: 'The store is killed, and comes back with its append-only file',
  question: 'Does a log of its commands bring a store back with all that it had answered?',
  ...onStore,
  needs: { hooks: ['killStore', 'restartStore'], storeKeeps: 'log' },
  lastsMs: 200,
  async inject(stage, { mustRefuse }) {
    const leave = await signInLeavers(stage);
    for (const bad of await leave()) mustRefuse(bad);
    await needed(stage, 'killStore')();
    return () => needed(stage, 'restartStore')();
  },
} satisfies Fault;
