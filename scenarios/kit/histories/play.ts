import { endingActs } from './ending-acts.ts';
import type { Play, Scene } from './scene.ts';
import { signInActs } from './sign-in-acts.ts';
import { watchCookieAttributes } from './watched-cookies.ts';
import type { World } from './world.ts';

/** All acts of one history. */
export function newPlay(scene: Scene, world: World): Play {
  const playing = { scene, world, weakenedBy: watchCookieAttributes(scene.stage.target.protocol) };
  return { world, scene, ...signInActs(playing), ...endingActs(playing) };
}
