import type { Fault } from '../kinds/fault.ts';
import { needed } from '../kit/clients/needed.ts';
import { onInstance } from '../kit/clients/where.ts';
import { minterFrom } from '../kit/tokens/minted-token.ts';
import { withAccessToken } from '../kit/tokens/presented-token.ts';

/** As long as a credential may live that was signed with the former key. */
const livesMs = 7_000;
const everyMs = 250;

export default {
  kind: 'fault',
  id: 'key-rotation-under-load',
  title: 'The signing keys are replaced while users work',
  question: 'Can keys be rotated without a refused request, and is the retired key then worth nothing?',
  ...onInstance,
  needs: { hooks: ['rotateKeys', 'mint'], settings: { accessMs: 6_000, idleMs: livesMs, toleranceMs: 1_000 } },
  lastsMs: 0,
  async inject(stage, { mustRefuse }) {
    const { target } = stage;
    const former = await stage.signIn(stage.user(0));
    const minter = target.traits.credential === 'self-contained' ? await minterFrom(stage, former) : undefined;
    const { announce, adopt } = await needed(stage, 'rotateKeys')();
    const begun = Date.now();
    for (let instance = 0; instance < target.instances; instance += 1) await announce(instance);
    // the second time takes as long as the first, and twice as long is allowed
    const until = Date.now() + 2 * (Date.now() - begun) + livesMs;
    for (let instance = 0; instance < target.instances; instance += 1) await adopt(instance, until);
    if (Date.now() > until - livesMs)
      throw new Error('the instances were not replaced in time: the machine is too slow');
    // Kept in use, so that only its signature can be what ends it.
    let held = former;
    while (Date.now() <= until) {
      held = (await stage.perform('me', { as: held, mayBeSilent: true })).credential;
      await stage.wait(everyMs);
    }
    const now = Math.floor(Date.now() / 1_000);
    const fresh = minter && (await minter.mint({ payload: { iat: now, exp: now + 60 } }));
    mustRefuse({ credential: fresh === undefined ? former : withAccessToken(former, fresh), step: 'me' });
    return undefined;
  },
} satisfies Fault;
