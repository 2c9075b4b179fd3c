import type { LoadScenario, VirtualUser } from '../../scenarios/kinds/load.ts';
import type { Stage } from '../../scenarios/stage.ts';
import type { Generator } from '../generator/generator.ts';
import type { Profile } from '../plan/profiles.ts';
import type { LiveTarget } from '../targets/live-target.ts';
import { closedJob, virtualUsers } from './load-jobs.ts';

interface JitWarmUp {
  readonly scenario: LoadScenario;
  readonly stage: Stage;
  readonly live: LiveTarget;
  readonly extent: Profile['load'];
  readonly generator: Generator;
}

interface WarmedUp {
  /** Those that can go on. */
  readonly users: VirtualUser[];
  /** How long its load took. */
  readonly ms: number;
}

/** Of the least time. Node.js 20 had seen cuts enough after these; how many more newer ones need goes by requests. */
const bursts = 6;

/**
 * Requests as fast as they are answered, in no figure: a server that has just started costs several times what it will,
 * and at the offered rate it would take most of the run to get there. In bursts, since each ends with connections cut
 * under way: V8 throws away what it has compiled for connections that end well, and has to see cuts before it compiles
 * for both (--trace-deopt shows it). They go on until each server has answered as many as it takes to compile what they
 * run through, or has had the time that there is for it. The last answers are not read: where requests build on answers,
 * users sign in anew.
 */
export async function warmUpJit(
  { scenario, stage, live, extent, generator }: JitWarmUp,
  users: readonly VirtualUser[],
): Promise<WarmedUp> {
  const { burstsMs, requests, mostMs } = extent.warmUp;
  const servers = Math.max(1, live.cluster.origins.length);
  const durationMs = burstsMs / bursts;
  let ready = [...users];
  let answered = 0;
  let ms = 0;
  while (ms < burstsMs || (answered < requests * servers && ms < mostMs * servers)) {
    const job = { ...closedJob(scenario, live, ready, extent), unmeasured: true, warmUpMs: 0, durationMs } as const;
    const { users: left, answered: now } = await generator.run(job, stage.signal);
    answered += now;
    ms += durationMs;
    ready = scenario.perUser === 1 ? await virtualUsers(scenario, stage, users.length, generator) : [...left];
  }
  return { users: ready, ms };
}
