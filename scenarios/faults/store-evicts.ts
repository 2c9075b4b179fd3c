import type { Fault } from '../kinds/fault.ts';
import { needed } from '../kit/clients/needed.ts';
import { onStore } from '../kit/clients/where.ts';

export default {
  kind: 'fault',
  id: 'store-evicts',
  title: 'The store has no memory left, and drops what it likes (allkeys-lru)',
  question: 'What does an eviction policy made for caches do to sign-ins?',
  ...onStore,
  needs: { hooks: ['limitStore'] },
  lastsMs: 1_000,
  async inject(stage) {
    const limitStore = needed(stage, 'limitStore');
    // so little that every write drops others' keys
    await limitStore({ extraBytes: -100_000, policy: 'allkeys-lru' });
    // a login writes
    await stage.perform('login', { values: { ...stage.user(0) }, mayBeSilent: true });
    return () => limitStore();
  },
} satisfies Fault;
