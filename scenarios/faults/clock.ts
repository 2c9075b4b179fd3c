import type { Fault } from '../kinds/fault.ts';
import { needed } from '../kit/clients/needed.ts';
import { onInstance } from '../kit/clients/where.ts';

/** 5 s: more than verifiers forgive, less than a human would see. */
export default [skewed('ahead', 5_000), skewed('behind', -5_000)];

function skewed(where: 'ahead' | 'behind', skewMs: number): Fault {
  return {
    kind: 'fault',
    id: `clock-${where}`,
    title: `An instance joins whose clock is 5 s ${where}`,
    question: `Whom does an instance refuse whose clock is ${where} those of the others?`,
    ...onInstance,
    // short enough that clients renew meanwhile
    needs: { hooks: ['joinSkewed', 'kill'], settings: { accessMs: 3_000 } },
    lastsMs: 2_500,
    async inject(stage) {
      const instance = await needed(stage, 'joinSkewed')(skewMs);
      return () => needed(stage, 'kill')(instance);
    },
  };
}
