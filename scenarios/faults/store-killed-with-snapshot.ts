import type { Fault } from '../kinds/fault.ts';
import { signInLeavers } from '../kit/clients/leavers.ts';
import { needed } from '../kit/clients/needed.ts';
import { onStore } from '../kit/clients/where.ts';

export default {
  kind: 'fault',
  id: 'store-killed-with-snapshot',
  title: 'The store is killed, and comes back with a snapshot from before',
  question: 'Who is lost that came since the snapshot, and does anything live again that was ended since?',
  ...onStore,
  needs: { hooks: ['snapshotStore', 'killStore', 'restartStore'], storeKeeps: 'snapshot' },
  lastsMs: 200,
  async inject(stage, { mustRefuse }) {
    const leave = await signInLeavers(stage);
    await needed(stage, 'snapshotStore')();
    for (const bad of await leave()) mustRefuse(bad);
    await needed(stage, 'killStore')();
    return () => needed(stage, 'restartStore')();
  },
} satisfies Fault;
