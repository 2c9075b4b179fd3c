import type { Fault } from '../kinds/fault.ts';
import { signInLeavers } from '../kit/clients/leavers.ts';
import { needed } from '../kit/clients/needed.ts';
import { onStore } from '../kit/clients/where.ts';

export default {
  kind: 'fault',
  id: 'store-stale',
  title: 'A replica takes over that lags behind',
  question:
    'Are sign-ins that were ended, and refresh tokens that were used, a moment ago good again after a failover?',
  ...onStore,
  needs: { hooks: ['readStore', 'cutStore', 'healStore', 'failOverStore'] },
  lastsMs: 0,
  async inject(stage, { mustRefuse }) {
    const leave = await signInLeavers(stage);
    const copy = await needed(stage, 'readStore')();
    for (const bad of await leave()) mustRefuse(bad);
    await needed(stage, 'cutStore')();
    await needed(stage, 'failOverStore')(copy);
    await needed(stage, 'healStore')();
    return undefined;
  },
} satisfies Fault;
