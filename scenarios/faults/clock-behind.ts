import type { Fault } from '../kinds/fault.ts';
import { needed } from '../kit/clients/needed.ts';
import { onInstance } from '../kit/clients/where.ts';

/** More than verifiers forgive, less than a human would see. */
const skewMs = -5_000;

export default {
  kind: 'fault',
  id: 'clock-behind',
  title: 'An instance joins whose clock is 5 s behind',
  question: 'Whom does an instance refuse whose clock is behind those of the others?',
  ...onInstance,
  // short enough that clients renew meanwhile
  needs: { hooks: ['joinSkewed', 'kill'], settings: { accessMs: 3_000 } },
  lastsMs: 2_500,
  async inject(stage) {
    const instance = await needed(stage, 'joinSkewed')(skewMs);
    return () => needed(stage, 'kill')(instance);
  },
} satisfies Fault;
