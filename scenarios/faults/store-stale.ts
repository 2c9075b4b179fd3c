import { needed } from '../clients/needed.ts';
import { whatEnded } from '../clients/population.ts';
import { onStore } from '../clients/where.ts';
import type { Fault } from '../fault.ts';

export default {
  kind: 'fault',
  id: 'store-stale',
  title: 'A replica takes over that lags behind',
  question: 'Are sign-ins that were ended a moment ago alive again after a failover?',
  ...onStore,
  needs: { hooks: ['readStore', 'cutStore', 'mendStore', 'failOverStore'] },
  lastsMs: 0,
  async strike(stage, { mustRefuse }) {
    const leavers = await Promise.all([0, 1, 2, 3].map((i) => stage.signIn(stage.user(i))));
    const copy = await needed(stage, 'readStore')();
    for (const as of leavers) {
      const { status } = await stage.perform('logout', { as });
      if (!stage.target.protocol.steps.logout?.ok.includes(status)) throw new Error(`a logout was answered ${status}`);
      for (const bad of whatEnded(stage, as)) mustRefuse(bad);
    }
    await needed(stage, 'cutStore')();
    await needed(stage, 'failOverStore')(copy);
    await needed(stage, 'mendStore')();
    return undefined;
  },
} satisfies Fault;
