import type { Fault } from '../kinds/fault.ts';
import { needed } from '../kit/clients/needed.ts';
import { onStore } from '../kit/clients/where.ts';

/** A store in another region. */
const oneWayMs = 40;

export default {
  kind: 'fault',
  id: 'store-slow',
  title: 'Every answer of the store is 80 ms late',
  question: 'What does distance to the store cost, as long as it is within its deadline?',
  ...onStore,
  needs: { hooks: ['slowStore'] },
  lastsMs: 1_000,
  async inject(stage) {
    await needed(stage, 'slowStore')(oneWayMs);
    return () => needed(stage, 'slowStore')(0);
  },
} satisfies Fault;
