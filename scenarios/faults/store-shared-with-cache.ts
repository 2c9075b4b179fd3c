import type { Fault } from '../kinds/fault.ts';
import { signInLeavers } from '../kit/clients/leavers.ts';
import { needed } from '../kit/clients/needed.ts';
import { onStore } from '../kit/clients/where.ts';
import type { Stage } from '../stage.ts';

/** Redis tells the age of a key in whole seconds: until then what is in use was read, and what left was not. */
const coldMs = 2_500;
/** Far more than what connections take of the memory now and then. */
const cacheBytes = 500_000;
const stepBytes = 10_000;
const mostSteps = 200;

export default {
  kind: 'fault',
  id: 'store-shared-with-cache',
  title: 'A cache fills the store, which drops what was not read for longest (allkeys-lru)',
  question: 'Is anything good again whose end the store has dropped: a denied token, a refresh token that was used?',
  ...onStore,
  needs: { hooks: ['readStore', 'limitStore', 'fillStore', 'evictedFromStore'], storeKeeps: 'nothing' },
  lastsMs: 1_000,
  async inject(stage, { mustRefuse }) {
    const limitStore = needed(stage, 'limitStore');
    const ended = await (await signInLeavers(stage))();
    const held = (await needed(stage, 'readStore')()).length;
    await stage.wait(coldMs);
    await limitStore({ extraBytes: cacheBytes, policy: 'allkeys-lru' });
    await fillUntilGone(stage, held / 2);
    for (const bad of ended) mustRefuse(bad);
    return () => limitStore();
  },
} satisfies Fault;

/** What nobody reads goes first: ends, marks and lists of sign-ins, before the sign-ins themselves. */
async function fillUntilGone(stage: Stage, enough: number): Promise<void> {
  const gone = needed(stage, 'evictedFromStore');
  const before = await gone();
  for (let step = 1; step <= mostSteps; step += 1) {
    await needed(stage, 'fillStore')([{ key: `cache:${step}`, value: 'x'.repeat(stepBytes) }]);
    const dropped = (await gone()) - before;
    if (dropped < enough) continue;
    stage.note(`${step * stepBytes} bytes of a cache made the store drop ${dropped} keys`);
    return;
  }
  throw new Error(`${mostSteps * stepBytes} bytes of a cache made the store drop less than half of what it held`);
}
