import fc from 'fast-check';
import type { Stage } from '../../stage.ts';
import { signInAnew } from './acts.ts';
import { type Closing, close, closings, tryAll } from './closing.ts';
import { endingActs } from './ending-acts.ts';
import { type Abilities, anyEvent, type HistoryEvent } from './events.ts';
import { pick } from './holders.ts';
import type { Play, Scene } from './scene.ts';
import { signInActs } from './sign-in-acts.ts';
import { watchCookieAttributes } from './watched-cookies.ts';
import type { World } from './world.ts';

export interface History {
  readonly beginsAsAdmin: boolean;
  readonly events: readonly HistoryEvent[];
  readonly kept: boolean;
  readonly closing: Closing;
}

const longest = 12;

/** @param closing what most of them end with */
export function anyHistory(can: Abilities, closing: Closing): fc.Arbitrary<History> {
  return fc.record({
    beginsAsAdmin: can.administer ? fc.constantFrom(false, true, true) : fc.constant(false),
    // not fc.commands, whose shrinking never leaves out the last one: what differs shows only after it
    events: fc.noBias(fc.array(anyEvent(can), { maxLength: longest, size: 'max' })),
    kept: fc.constantFrom(false, true, true, true),
    closing: fc.oneof(
      { withCrossShrink: true },
      { weight: 1, arbitrary: fc.constant('nothing' as const) },
      { weight: 7, arbitrary: fc.constant(closing) },
    ),
  });
}

/** The closings in the order in which they are taken, over and over: each comes as often as it weighs, and none by luck. */
export function deckOf(can: Abilities): readonly Closing[] {
  const offered = (Object.keys(closings) as Closing[]).filter((closing) => isOffered(closing, can));
  const most = Math.max(...offered.map((closing) => closings[closing]));
  return Array.from({ length: most }, (_, turn) => offered.filter((closing) => closings[closing] > turn)).flat();
}

function isOffered(closing: Closing, can: Abilities): boolean {
  if (closing === 'nothing') return true;
  if (closing === 'to the end') return can.pass;
  if (closing === 'replay') return can.renew;
  if (closing === 'log out') return can.logout;
  if (closing === 'log out by cookie') return can.logout && can.renew;
  if (closing === 'log out everywhere') return can.logoutAll;
  return can.administer;
}

export function abilities({ target: { protocol }, hooks }: Pick<Stage, 'target' | 'hooks'>): Abilities {
  const { steps, credentials } = protocol;
  return {
    renew: steps.refresh !== undefined && Object.values(credentials).some(({ role }) => role === 'refresh'),
    pass: hooks.advance !== undefined,
    logout: steps.logout !== undefined,
    logoutAll: steps.logoutAll !== undefined,
    administer: steps.setRole !== undefined && steps.disable !== undefined && steps.enable !== undefined,
  };
}

/** @throws Difference at the first thing that the server does otherwise */
export async function playOut(
  scene: Scene,
  world: World,
  { events, closing, kept }: History,
  many: number,
): Promise<void> {
  const real = newPlay(scene, world);
  await signInAnew(real, pick(world.accounts, 0), 0);
  await fc.asyncModelRun(() => ({ model: real, real }), events);
  await close(real, closing, kept, many);
  await tryAll(real);
}

/** All acts of one history. */
function newPlay(scene: Scene, world: World): Play {
  const playing = { scene, world, weakenedBy: watchCookieAttributes(scene.stage.target.protocol) };
  return { world, scene, ...signInActs(playing), ...endingActs(playing) };
}
