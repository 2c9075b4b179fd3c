import { counted } from '../../reports/text/wording.ts';
import { clock, type Progress } from '../cells/progress.ts';
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
  const parts = [
    [plan.attacks.length, 'attack'],
    [plan.scaling.length, 'scaling test'],
    [plan.faults.length, 'fault'],
    [plan.lifecycle.length, 'lifecycle test'],
    [plan.micro.length, 'primitive'],
    [plan.loadRounds.length > 0 ? profile.load.rounds : 0, 'round of load', 'rounds of load'],
  ] as const;
  progress.say(
    `plan       ${parts
      .filter(([count]) => count > 0)
      .map(([count, one, several]) => counted(count, one, several))
      .join(', ')}${capacity(plan)}; ${limits(profile)}`,
  );
  progress.begin(countCells(plan, 1), profile.maxMs, plan.loadRounds.length + plan.sensitivity.length > 0);
}

/** Launches, since each of them measures many points. */
function capacity({ demand, scaleOut }: Plan): string {
  const launches = [
    ...(demand.length > 0 ? [`${demand.flat().length} launches for demand`] : []),
    ...(scaleOut.length > 0 ? [`${scaleOut.flat().length} for the scale-out curve`] : []),
  ];
  return launches.map((one) => `, ${one}`).join('');
}

function limits(profile: Profile): string {
  const most = mostMs(profile);
  return `about ${clock(profile.maxMs)} min${Number.isFinite(most) ? `, ${clock(most)} at most` : ''}`;
}
