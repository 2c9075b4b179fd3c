import { counted, duration } from '../../reports/text/wording.ts';
import type { Progress } from '../cells/progress.ts';
import { countCells, type Plan } from '../plan/plan.ts';
import type { Profile } from '../plan/profiles.ts';
import type { StoreHandle } from '../store/open-store.ts';
import type { RunOptions } from './options.ts';
import { mostMs } from './stop.ts';

/** Says what the run will do, before it does it. */
export function announce(plan: Plan, options: RunOptions, store: StoreHandle, progress: Progress): void {
  const { profile, seed, schemes, targets, runtimes } = options;
  const caveat = store.caveat ? `: ${store.caveat}` : '';
  progress.say(`store      ${store.kind} ${store.version} (${store.provider})${caveat}`);
  progress.say(`profile    ${profile.id}: ${profile.title}; seed ${seed}`);
  progress.say(`schemes    ${[...schemes, ...targets.map(({ id }) => id)].join(', ')}`);
  if (runtimes.length > 0)
    progress.say(
      `node       servers on ${runtimes.map(({ node }) => node).join(', ')} beside ${process.versions.node}, in the same rounds`,
    );
  const isLoad = plan.loadRounds.length + plan.sensitivity.length > 0;
  const parts = [
    [plan.attacks.length, 'attack'],
    [plan.scaling.length, 'scaling test'],
    [plan.faults.length, 'fault'],
    [plan.lifecycle.length, 'lifecycle test'],
    [plan.micro.length, 'primitive'],
    [plan.loadRounds.length > 0 ? profile.load.rounds : 0, 'round of load', 'rounds of load'],
    // each launch measures many points
    [plan.demand.flat().length, 'launch for demand', 'launches for demand'],
    [plan.scaleOut.flat().length, 'launch for the scale-out curve', 'launches for the scale-out curve'],
  ] as const;
  progress.say(
    `plan       ${parts
      .filter(([count]) => count > 0)
      .map(([count, one, several]) => counted(count, one, several))
      .join(', ')}; ${limits(profile, isLoad)}`,
  );
  progress.begin(countCells(plan, 1), profile.maxMs, isLoad);
}

/** Rounds of load take the time that is left; all else ends when it is done. */
function limits(profile: Profile, isLoad: boolean): string {
  const most = mostMs(profile);
  const usual = isLoad ? `about ${duration(profile.maxMs)}` : 'ends when it is done';
  return Number.isFinite(most) ? `${usual}, ${duration(most)} at most` : usual;
}
