import type { Fault } from '../kinds/fault.ts';
import { needed } from '../kit/clients/needed.ts';
import { onStore } from '../kit/clients/where.ts';

export default {
  kind: 'fault',
  id: 'store-full',
  title: 'The store has no memory left: it answers reads and refuses writes',
  question: 'What still works when nothing can be written, and can anybody then be signed out?',
  ...onStore,
  needs: { hooks: ['limitStore'] },
  lastsMs: 1_000,
  async inject(stage) {
    const limitStore = needed(stage, 'limitStore');
    await limitStore({ extraBytes: -100_000, policy: 'noeviction' });
    return () => limitStore();
  },
} satisfies Fault;
